package io.bespokecache.benchmarks;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.ReferenceStrength;
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
				return of(caffeine(bound, expiring).build());
			}
		},

		/** Our cache on our strategy. */
		ADAPTIVE_FIFO {
			@Override
			public BoundedCache create(int bound, boolean expiring) {
				return of(Strategy.ADAPTIVE_FIFO, workload(bound, expiring).build());
			}
		},

		/** Caffeine as above, with soft values. */
		CAFFEINE_SOFT {
			@Override
			public BoundedCache create(int bound, boolean expiring) {
				return of(caffeine(bound, expiring).softValues().build());
			}
		},

		/** Our cache with soft values. */
		LRU_REFERENCE_SOFT {
			@Override
			public BoundedCache create(int bound, boolean expiring) {
				return of(Strategy.LRU_REFERENCE, workload(bound, expiring).values(ReferenceStrength.SOFT).build());
			}
		};

		/**
		 * Makes an empty cache.
		 * @param bound how many entries it may hold
		 * @param expiring whether entries expire some time after they were written
		 */
		public abstract BoundedCache create(int bound, boolean expiring);

		private static Caffeine<Object, Object> caffeine(int bound, boolean expiring) {
			Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(bound).recordStats();
			return expiring ? builder.expireAfterWrite(TIME_TO_LIVE) : builder;
		}

		private static Workload.Builder workload(int bound, boolean expiring) {
			return Workload.builder()
				.maximumSize((long) bound)
				.expectedEntries(bound)
				.expireAfterWrite(expiring ? TIME_TO_LIVE : null);
		}

		private static BoundedCache of(Cache<Object, Object> cache) {
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

		private static BoundedCache of(Strategy strategy, Workload workload) {
			LocalCache<Object, Object> cache = LocalCache.builder("bounded", workload)
				.selection(StrategySelector.override(workload, strategy))
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

	}

}
