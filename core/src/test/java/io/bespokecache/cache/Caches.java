package io.bespokecache.cache;

import java.util.concurrent.Callable;

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
	 * A cache named {@code cities} that does more than {@link #unbounded} does.
	 */
	static <K, V> LocalCache.Builder<K, V> builder(Strategy strategy) {
		Workload workload = Workload.builder().build();
		return LocalCache.<K, V>builder("cities", workload).selection(StrategySelector.override(workload, strategy));
	}

	/**
	 * Looks a key up as plain {@code @Cacheable} does, where loads may nest.
	 */
	static <K, V> V getPlain(LocalCache<K, V> cache, K key, Callable<V> loader) throws Exception {
		return loadPlain(cache, key, Load.of(loader));
	}

	static <K, V> V loadPlain(LocalCache<K, V> cache, K key, Load<V> load) throws Exception {
		try {
			return cache.getOrLoad(key, load, Nesting.ALLOWED);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A small cache whose workload selects {@code concurrent}.
	 */
	static <K, V> LocalCache<K, V> small() {
		return LocalCache.<K, V>builder("cities", Workload.builder().expectedEntries(100).build()).build();
	}

}
