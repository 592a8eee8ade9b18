package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.function.IntFunction;

import io.bespokecache.map.CacheMap;

/**
 * What is done to a map before it is measured.
 */
public final class Filling {

	/** Keys of each kind that maps are polluted with. */
	public static final int POLLUTION = 20_000;

	/** Reads of every key, of which none has found it in a delta. */
	private static final int QUIET_PASSES = 2;

	private Filling() {
	}

	/**
	 * Puts keys into an empty map, all with one value.
	 */
	public static void fill(Map<Object, Object> map, Object[] keys, Object value) {
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
	 * The keys from 0 up, as new objects.
	 */
	public static Object[] keys(IntFunction<Object> kind, int count) {
		Object[] keys = new Object[count];
		for (int i = 0; i < count; i++) {
			keys[i] = kind.apply(i);
		}
		return keys;
	}

	/**
	 * Shows an implementation keys of all kinds, in a map of their own.
	 */
	static void pollute(Implementation implementation) {
		pollute(implementation.create(16));
	}

	/**
	 * Shows an empty map keys of all kinds.
	 * @param other the map
	 */
	public static void pollute(Map<Object, Object> other) {
		if (other instanceof CopyOnWriteHashMap) {
			fill(other, keysOfAllKinds(), other.getClass());
		}
		else {
			for (Object key : keysOfAllKinds()) {
				other.put(key, other.getClass());
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
	 * Reads every key a few times, and of a map that promotes so often that it has no
	 * delta any more.
	 */
	public static void promote(Map<Object, Object> map, Object[] keys) {
		for (int quiet = 0; quiet < QUIET_PASSES; quiet++) {
			long hits = deltaHits(map);
			for (Object key : keys) {
				map.get(key);
			}
			if (deltaHits(map) != hits) {
				quiet = -1;
			}
		}
	}

	private static long deltaHits(Map<Object, Object> map) {
		return (map instanceof CacheMap<?, ?> cacheMap) ? cacheMap.statistics().deltaHits() : 0;
	}

}
