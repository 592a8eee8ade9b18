package io.bespokecache.shared;

import java.io.Serial;

/**
 * A key or a value that cannot be written, or bytes that are none.
 */
public final class UnshareableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 */
	public UnshareableException(String message) {
		super(message);
	}

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 * @param cause how that was found
	 */
	public UnshareableException(String message, Throwable cause) {
		super(message, cause);
	}

}
