package io.bespokecache.cache;

import java.io.Serial;
import java.time.Duration;

import io.bespokecache.workload.Durations;

/**
 * Another caller's load of the same key took longer than a caller was to wait for it.
 */
public final class LoadTimeoutException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	LoadTimeoutException(String cache, Object key, Duration timeout) {
		super("Waited " + Durations.format(timeout) + " in vain for another caller's load of key '" + key
				+ "' in cache '" + cache + "'. The next caller loads it anew. Bound the time of the load itself, "
				+ "or raise the load-timeout of the cache.");
	}

}
