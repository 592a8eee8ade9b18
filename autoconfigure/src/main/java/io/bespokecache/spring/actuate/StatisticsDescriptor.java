package io.bespokecache.spring.actuate;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.map.MapStatistics;
import io.bespokecache.spring.BespokeCache;

/**
 * Counts since a cache was created.
 *
 * @param hits look-ups that found a value
 * @param misses look-ups that found none
 * @param hitRatio share of look-ups that found a value, from 0 to 1
 * @param puts values written
 * @param removals entries that the user dropped
 * @param loads loads that the cache ran itself, failed ones included
 * @param loadFailures loads that failed
 * @param nestedLoads loads that ran beside another of the same key, because to wait for
 * it would never have ended
 * @param loadTimeouts waits for another caller's load that were given up
 * @param refreshes loads, begun while the old value was served, that replaced it
 * @param refreshFailures loads, begun while the old value was served, that did not
 * @param staleServed look-ups that were answered with an expired value
 * @param nulls null values that loads and puts came with; {@code configuration.nulls}
 * says what became of them
 * @param committedWrites writes that waited for a transaction to end, and that its commit
 * applied
 * @param droppedWrites writes that waited for a transaction to end, and that were dropped
 * because it was rolled back, or because nobody knows its outcome
 * @param errors failures of the cache itself that callers were spared
 * @param evictions entries that the cache dropped by itself
 * @param deltaHits hits that found their key in the delta of a promoting map
 * @param promotions how often a promoting map laid out a new read table
 * @param largeValues values that were written and take half of a region of the G1
 * collector or more, as far as an lru-reference map can tell
 */
public record StatisticsDescriptor(long hits, long misses, double hitRatio, long puts, long removals, long loads,
		long loadFailures, long nestedLoads, long loadTimeouts, long refreshes, long refreshFailures, long staleServed,
		long nulls, long committedWrites, long droppedWrites, long errors, EvictionsDescriptor evictions,
		long deltaHits, long promotions, long largeValues) {

	static StatisticsDescriptor of(BespokeCache cache) {
		CacheStatistics statistics = cache.getStore().statistics();
		MapStatistics map = statistics.map();
		return new StatisticsDescriptor(statistics.hits(), statistics.misses(), statistics.hitRatio(),
				statistics.puts(), statistics.removals(), statistics.loads(), statistics.loadFailures(),
				statistics.nestedLoads(), statistics.loadTimeouts(), statistics.refreshes(),
				statistics.refreshFailures(), statistics.staleServed(), cache.getNulls(), cache.getCommittedWrites(),
				cache.getDroppedWrites(), cache.getErrors(), EvictionsDescriptor.of(map), map.deltaHits(),
				map.promotions(), map.largeValues());
	}

	/**
	 * Entries that a cache dropped by itself.
	 *
	 * @param size to keep the bound
	 * @param expired because their time had passed
	 * @param collected because the garbage collector took the value or the key
	 */
	public record EvictionsDescriptor(long size, long expired, long collected) {

		static EvictionsDescriptor of(MapStatistics statistics) {
			return new EvictionsDescriptor(statistics.evictedBySize(), statistics.evictedByExpiry(),
					statistics.evictedByCollection());
		}

	}

}
