package io.bespokecache.spring.interceptor;

import io.bespokecache.cache.LoadTimeoutException;
import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.NullValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

/**
 * Spares the callers of a {@link BespokeCache} its failures: they are counted, logged at
 * most once a minute, and the call goes on as if nothing were cached. What tells of a
 * mistake in the use of the cache is for the caller to hear, and so is every failure of
 * another kind of cache, as with Spring's own default.
 */
final class SparingCacheErrorHandler extends SimpleCacheErrorHandler {

	static boolean isForCaller(Throwable failure) {
		return failure instanceof RecursiveLoadException || failure instanceof LoadTimeoutException
				|| failure instanceof NullValueException;
	}

	@Override
	public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
		report(exception, cache, "get a value");
	}

	@Override
	public void handleCachePutError(RuntimeException exception, Cache cache, Object key, @Nullable Object value) {
		report(exception, cache, "store a value");
	}

	@Override
	public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
		report(exception, cache, "evict a key");
	}

	@Override
	public void handleCacheClearError(RuntimeException exception, Cache cache) {
		report(exception, cache, "evict all keys");
	}

	private static void report(RuntimeException exception, Cache cache, String operation) {
		if (!(cache instanceof BespokeCache survivor) || isForCaller(exception)) {
			throw exception;
		}
		survivor.reportError(operation, exception);
	}

}
