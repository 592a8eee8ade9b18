package io.bespokecache.spring;

import java.io.Serial;

/**
 * A {@code null} value for a cache that rejects them.
 */
public final class NullValueException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	NullValueException(String cache) {
		super("Cache '" + cache
				+ "' rejects null values, and was given one. Return a value, throw an exception, or set "
				+ "'nulls' of the cache to 'skip' or 'store'.");
	}

}
