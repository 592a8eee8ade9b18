package io.bespokecache.benchmarks;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * A cache with a bound, that counts its hits and misses, and whose entries may expire: as
 * benchmarks use it.
 */
public interface BoundedCache {

	/** How long an entry lives that expires: longer than a benchmark takes. */
	Duration TIME_TO_LIVE = Duration.ofMinutes(30);

	/** Looks a key up, and counts a hit or a miss. */
	@Nullable Object get(Object key);

	/** Stores a value. */
	void put(Object key, Object value);

	/**
	 * What is compared.
	 */
	enum Kind {

		/** Caffeine with its own statistics and its default executor. */
		CAFFEINE {
			@Override
			public BoundedCache create(int bound, boolean expiring) {
				Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(bound).recordStats();
				if (expiring) {
					builder.expireAfterWrite(TIME_TO_LIVE);
				}
				Cache<Object, Object> cache = builder.build();
				return new BoundedCache() {

					@Override
					public @Nullable Object get(Object key) {
						return cache.getIfPresent(key);
					}

					@Override
					public void put(Object key, Object value) {
						cache.put(key, value);
					}

				};
			}
		},

		/** Our cache on our strategy. */
		ADAPTIVE_FIFO {
			@Override
			public BoundedCache create(int bound, boolean expiring) {
				Workload.Builder builder = Workload.builder().maximumSize((long) bound).expectedEntries(bound);
				if (expiring) {
					builder.expireAfterWrite(TIME_TO_LIVE);
				}
				Workload workload = builder.build();
				LocalCache<Object, Object> cache = LocalCache.builder("bounded", workload)
					.selection(StrategySelector.override(workload, Strategy.ADAPTIVE_FIFO))
					.build();
				return new BoundedCache() {

					@Override
					public @Nullable Object get(Object key) {
						return cache.get(key);
					}

					@Override
					public void put(Object key, Object value) {
						cache.put(key, value);
					}

				};
			}
		};

		/**
		 * Makes an empty cache.
		 * @param bound how many entries it may hold
		 * @param expiring whether entries expire some time after they were written
		 */
		public abstract BoundedCache create(int bound, boolean expiring);

	}

}
