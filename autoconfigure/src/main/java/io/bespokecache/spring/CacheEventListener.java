package io.bespokecache.spring;

import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Promotion;
import io.bespokecache.workload.Advice;

/**
 * Hears of what is rare in the caches of a manager, never of a read. It is called by one
 * thread, which no caller of a cache waits for, and in the order in which things
 * happened. What it throws is counted and logged, and nobody else hears of it.
 */
public interface CacheEventListener {

	/**
	 * There is another cache.
	 * @param cache the cache
	 */
	default void created(BespokeCache cache) {
	}

	/**
	 * A cache has laid out a new read table.
	 * @param cache the cache
	 * @param promotion what was done
	 */
	default void promoted(BespokeCache cache, Promotion promotion) {
	}

	/**
	 * A cache has dropped entries by itself since this was last told.
	 * @param cache the cache
	 * @param evictions how many
	 */
	default void evicted(BespokeCache cache, Evictions evictions) {
	}

	/**
	 * Another map holds the entries of a cache.
	 * @param cache the cache
	 * @param change what was done
	 */
	default void strategyChanged(BespokeCache cache, StrategyChange change) {
	}

	/**
	 * Something is to be changed about a cache that was not a moment ago.
	 * @param cache the cache
	 * @param advice what it is
	 */
	default void adviceGiven(BespokeCache cache, Advice advice) {
	}

}
