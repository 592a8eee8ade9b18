package io.bespokecache.cache;

import io.bespokecache.map.Promotion;
import io.bespokecache.workload.Advice;

/**
 * Hears of what is rare in a cache, never of a read. What it throws is dropped.
 */
public interface CacheListener {

	/**
	 * A promoting map has laid out a new read table. Called by the thread that did so,
	 * possibly while the map holds a lock: returns quickly and does not touch the cache.
	 * @param promotion what was done
	 */
	default void promoted(Promotion promotion) {
	}

	/**
	 * The cache has dropped entries by itself since this was last told. Called at a
	 * {@linkplain LocalCache#review review}.
	 * @param evictions how many
	 */
	default void evicted(Evictions evictions) {
	}

	/**
	 * Another map holds the entries.
	 * @param change what was done
	 */
	default void strategyChanged(StrategyChange change) {
	}

	/**
	 * The cache was about to switch to a better strategy by itself, and could not. It
	 * stays as it is, and tries again after a while.
	 * @param reason why not
	 */
	default void switchRefused(String reason) {
	}

	/**
	 * An advice is given that was not given at the review before.
	 * @param advice the advice
	 */
	default void adviceGiven(Advice advice) {
	}

	/**
	 * Listener that does nothing.
	 * @return the listener
	 */
	static CacheListener none() {
		return new CacheListener() {
		};
	}

}
