package io.bespokecache.spring.interceptor;

import io.bespokecache.cache.StoreRules;
import io.bespokecache.spring.BespokeCache;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * What becomes of the value that one call of a cached method loads.
 *
 * @param cache where the value goes
 * @param key the key of the call
 * @param condition whether the result may be stored; {@code null} for any
 * @param errorHandler hears of a value that could not be stored
 */
record CallRules(BespokeCache cache, Object key, @Nullable StoreCondition condition,
		CacheErrorHandler errorHandler) implements StoreRules<Object> {

	@Override
	public boolean isStorable(Object stored) {
		return this.cache.isStorable(stored)
				&& (this.condition == null || this.condition.mayStore(this.cache.fromStoreValue(stored)));
	}

	@Override
	public void storeFailed(Object stored, RuntimeException failure) {
		this.errorHandler.handleCachePutError(failure, this.cache, this.key, this.cache.fromStoreValue(stored));
	}

	/**
	 * Stores what the method has returned although the cache has failed to answer, as
	 * Spring does: it may still take the value.
	 */
	void put(@Nullable Object result) {
		if (this.condition != null && !this.condition.mayStore(result)) {
			return;
		}
		try {
			this.cache.put(this.key, result);
		}
		catch (RuntimeException ex) {
			this.errorHandler.handleCachePutError(ex, this.cache, this.key, result);
		}
	}

	/**
	 * Tells by a method's result whether it may be stored.
	 */
	@FunctionalInterface
	interface StoreCondition {

		boolean mayStore(@Nullable Object result);

	}

}
