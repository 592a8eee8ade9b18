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
 * @param nestedLoads loads that ran beside another of the same key, because to wait for
 * it would never have ended
 * @param loadTimeouts waits for another caller's load that were given up
 * @param refreshes loads, begun while the old value was served, that made a new one
 * @param refreshFailures loads, begun while the old value was served, whose value could
 * not be made or stored
 * @param staleServed lookups that were answered with an expired value, because it could
 * not be loaded again
 * @param loadTime sum of the times of all loads
 * @param map counts of the map behind the cache
 */
public record CacheStatistics(long hits, long misses, long puts, long removals, long loads, long loadFailures,
		long nestedLoads, long loadTimeouts, long refreshes, long refreshFailures, long staleServed, Duration loadTime,
		MapStatistics map) {

	/**
	 * Share of lookups that found a value.
	 * @return from 0 to 1; 0 if there was no lookup
	 */
	public double hitRatio() {
		long lookups = this.hits + this.misses;
		return (lookups == 0) ? 0 : (double) this.hits / lookups;
	}

}
