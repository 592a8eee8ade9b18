package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.MapStatistics;

/**
 * Counts of what happened in a cache since it was made. No count ever falls, and each is
 * exact once the calls that it counts have returned.
 *
 * @param hits lookups that found a value
 * @param misses lookups that found none; a delta hit is a hit
 * @param puts values written, by a put or by a load
 * @param removals entries that the user dropped
 * @param loads loaders that the cache ran to their end, failed ones included
 * @param loadFailures loaders that threw
 * @param loadTime sum of the times of all loads
 * @param map counts of the map behind the cache
 */
public record CacheStatistics(long hits, long misses, long puts, long removals, long loads, long loadFailures,
		Duration loadTime, MapStatistics map) {

	/**
	 * Share of lookups that found a value.
	 * @return from 0 to 1; 0 if there was no lookup
	 */
	public double hitRatio() {
		long lookups = this.hits + this.misses;
		return (lookups == 0) ? 0 : (double) this.hits / lookups;
	}

}
