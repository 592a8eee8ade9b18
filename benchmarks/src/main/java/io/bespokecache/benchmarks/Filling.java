package io.bespokecache.benchmarks;

import java.util.Map;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Strategy;

/**
 * What is done to a map before it is measured.
 */
final class Filling {

	private static final int POLLUTION = 20_000;

	/** Reads of every key by which a map that promotes has done so. */
	private static final int PASSES = 50;

	private static final int FEW_PASSES = 5;

	private Filling() {
	}

	/**
	 * Puts keys into an empty map, all with one value.
	 */
	static void fill(Map<Object, Object> map, Object[] keys, Object value) {
		if (map instanceof CopyOnWriteHashMap) {
			Map<Object, Object> entries = HashMaps.sized(keys.length);
			fill(entries, keys, value);
			map.putAll(entries);
			return;
		}
		for (Object key : keys) {
			map.put(key, value);
		}
	}

	/**
	 * Shows an implementation keys of all kinds, in a map of their own.
	 */
	static void pollute(Implementation implementation) {
		Map<Object, Object> other = implementation.create(16);
		if (other instanceof CopyOnWriteHashMap) {
			fill(other, keysOfAllKinds(), implementation);
		}
		else {
			for (Object key : keysOfAllKinds()) {
				other.put(key, implementation);
				other.get(key);
			}
		}
		for (int i = 0; i < POLLUTION; i++) {
			for (Keys keys : Keys.values()) {
				other.get(keys.key(i));
			}
		}
	}

	private static Object[] keysOfAllKinds() {
		Keys[] kinds = Keys.values();
		Object[] keys = new Object[POLLUTION * kinds.length];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = kinds[i % kinds.length].key(i / kinds.length);
		}
		return keys;
	}

	/**
	 * Reads every key until a map that promotes has no delta any more, and a while
	 * longer.
	 */
	static void promote(Map<Object, Object> map, Object[] keys) {
		boolean promoting = map instanceof CacheMap<?, ?> cacheMap && cacheMap.strategy() == Strategy.PROMOTING;
		long hits;
		int pass = 0;
		do {
			hits = deltaHits(map);
			for (Object key : keys) {
				map.get(key);
			}
			pass++;
		}
		while (pass < (promoting ? PASSES : FEW_PASSES) || deltaHits(map) != hits);
	}

	private static long deltaHits(Map<Object, Object> map) {
		return (map instanceof CacheMap<?, ?> cacheMap) ? cacheMap.statistics().deltaHits() : 0;
	}

}
