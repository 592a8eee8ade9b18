package io.bespokecache.cache;

import java.io.Serial;

/**
 * A load asked, directly or through other threads, for the value that it is itself to
 * make: waiting would never end.
 */
public final class RecursiveLoadException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param cache name of the cache
	 * @param key the key that is loaded
	 */
	public RecursiveLoadException(String cache, Object key) {
		super("Recursive load of key '" + key + "' in cache '" + cache
				+ "': the load asks, directly or through the loads of other threads, for the value that it is itself to "
				+ "make. Break the cycle, or load one of its values without the cache.");
	}

}
