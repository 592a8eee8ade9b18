package io.bespokecache.cache;

import java.io.Serial;
import java.util.Objects;

/**
 * Another caller's load, which this one waited for, has failed. The cause is what it
 * threw; it is the same for all who waited.
 */
public final class SharedFailureException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	SharedFailureException(Throwable failure) {
		super(failure.toString(), failure, false, false);
	}

	/**
	 * What the load threw.
	 * @return the failure
	 */
	public Throwable failure() {
		return Objects.requireNonNull(getCause());
	}

}
