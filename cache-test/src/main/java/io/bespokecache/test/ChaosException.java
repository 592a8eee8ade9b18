package io.bespokecache.test;

import java.io.Serial;

/**
 * How operations fail that a {@link Chaos} has made to fail.
 */
public final class ChaosException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	ChaosException(String message) {
		super(message);
	}

}
