package io.bespokecache.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * Hash maps that are made for a number of entries.
 */
final class HashMaps {

	private static final double LOAD = 0.75;

	private HashMaps() {
	}

	/**
	 * An empty map that does not grow until it has more entries.
	 */
	static <K, V> Map<K, V> sized(int entries) {
		return new HashMap<>((int) Math.ceil(entries / LOAD));
	}

}
