package io.bespokecache.cache;

import java.time.Duration;

/**
 * What happened in a cache between two moments.
 *
 * @param ago time since the period ended
 * @param length how long the period was, more than zero
 * @param hits lookups that found a value
 * @param misses lookups that found none
 * @param evictions entries that the cache dropped by itself
 * @param promotions how often a promoting map laid out a new read table
 * @param loads loads, and what became of them
 */
public record CountsInPeriod(Duration ago, Duration length, long hits, long misses, Evictions evictions,
		long promotions, LoadCounts loads) {

	/**
	 * Number of lookups.
	 * @return the hits and the misses
	 */
	public long lookups() {
		return this.hits + this.misses;
	}

	/**
	 * Share of lookups that found a value.
	 * @return from 0 to 1; 0 if there was no lookup
	 */
	public double hitRatio() {
		long lookups = lookups();
		return (lookups == 0) ? 0 : (double) this.hits / lookups;
	}

}
