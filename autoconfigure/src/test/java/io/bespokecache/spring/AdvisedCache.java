package io.bespokecache.spring;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * A cache named {@code advised} in made-up time, on which there is advice once it has
 * been used badly.
 */
public final class AdvisedCache implements CacheDefinitions {

	/** Name of the cache. */
	public static final String NAME = "advised";

	private final AtomicLong nanos = new AtomicLong();

	/**
	 * Uses the cache with keys that are equal only to themselves, for a minute.
	 * @param cache the cache
	 */
	public void useBadly(BespokeCache cache) {
		for (int id = 0; id < 600; id++) {
			this.nanos.addAndGet(Duration.ofMillis(100).toNanos());
			int[] key = { id };
			cache.get(key);
			cache.put(key, id);
			cache.getStore().review();
		}
	}

	@Override
	public Set<String> names() {
		return Set.of(NAME);
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		Workload workload = Workload.builder().maximumSize(1_000L).build();
		return new CacheDefinition("bespoke.cache.caches." + cacheName, workload, Set.of(),
				StrategySelector.select(workload), LoadPolicy.NONE, CacheOptions.DEFAULTS);
	}

	@Override
	public LongSupplier nanoClock() {
		return this.nanos::get;
	}

	@Override
	public Duration reviewInterval() {
		return Duration.ofDays(1);
	}

}
