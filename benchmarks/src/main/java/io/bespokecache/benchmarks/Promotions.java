package io.bespokecache.benchmarks;

import java.util.Map;

import io.bespokecache.map.CacheMap;

/**
 * How often a map has promoted its keys.
 */
final class Promotions {

	private Promotions() {
	}

	/**
	 * Promotions since the map was made; 0 for a map that does not promote.
	 */
	static long of(Map<Object, Object> map) {
		if (map instanceof ClassicSyncMap<?, ?> classic) {
			return classic.promotions();
		}
		return (map instanceof CacheMap<?, ?> ours) ? ours.statistics().promotions() : 0;
	}

}
