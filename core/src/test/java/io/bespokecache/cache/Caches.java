package io.bespokecache.cache;

import java.util.Arrays;
import java.util.stream.Stream;

import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * Caches to test.
 */
final class Caches {

	private Caches() {
	}

	/**
	 * Every strategy that has a map.
	 */
	static Stream<Strategy> strategies() {
		return Arrays.stream(Strategy.values()).filter(Caches::hasMap);
	}

	private static boolean hasMap(Strategy strategy) {
		try {
			return CacheMapBuilder.of(strategy).build().isEmpty();
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

	/**
	 * A cache named {@code cities} that asks for nothing, on a strategy of one's choice.
	 */
	static <K, V> LocalCache<K, V> unbounded(Strategy strategy) {
		return unbounded("cities", strategy);
	}

	static <K, V> LocalCache<K, V> unbounded(String name, Strategy strategy) {
		Workload workload = Workload.builder().build();
		return LocalCache.<K, V>builder(name, workload)
			.selection(StrategySelector.override(workload, strategy))
			.build();
	}

	/**
	 * A small cache whose workload selects {@code concurrent}.
	 */
	static <K, V> LocalCache<K, V> small() {
		return LocalCache.<K, V>builder("cities", Workload.builder().expectedEntries(100).build()).build();
	}

}
