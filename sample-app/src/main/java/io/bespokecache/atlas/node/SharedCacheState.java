package io.bespokecache.atlas.node;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.spring.BespokeCache;
import org.jspecify.annotations.Nullable;

/**
 * Who has answered for a cache of one node.
 *
 * @param cache name of the cache
 * @param firstLevel how often an entry in the process did
 * @param secondLevel how often the copy did that the nodes share; {@code null} if this
 * cache is not shared
 * @param missed how often neither did, so that the method had to
 * @param connected whether the second level can be reached; {@code null} if there is none
 * @param coherent whether the node hears of the evictions of others; {@code null} if
 * there is no second level
 */
record SharedCacheState(String cache, long firstLevel, @Nullable Long secondLevel, long missed,
		@Nullable Boolean connected, @Nullable Boolean coherent) {

	static SharedCacheState of(BespokeCache cache) {
		CacheStatistics counts = cache.getStore().statistics();
		SecondLevel<Object, Object> level = cache.getStore().secondLevel();
		if (level == null) {
			return new SharedCacheState(cache.getName(), counts.hits(), null, counts.misses(), null, null);
		}
		SecondLevelStatistics shared = level.statistics();
		return new SharedCacheState(cache.getName(), counts.hits(), shared.hits(),
				Math.max(0, counts.misses() - shared.hits()), shared.connected(), shared.coherent());
	}

}
