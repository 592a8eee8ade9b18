package io.bespokecache.spring.json;

import java.io.Serial;

/**
 * An object does not come back from JSON as what it is. The message is the rest of a
 * sentence about the object, without a full stop, and says nothing that is in it.
 */
public final class UnrepresentableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 */
	public UnrepresentableException(String message) {
		super(message);
	}

}
