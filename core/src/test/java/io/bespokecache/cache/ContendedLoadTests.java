package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that meet refreshes, failures and nested loads: the counts of these end on
 * the exact sums.
 */
class ContendedLoadTests {

	private static final int THREADS = 4;

	private static final int CALLS = 5_000;

	private static final int KEYS = 8;

	private final FakeClock clock = new FakeClock();

	private final LongAdder calls = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder overlaps = new LongAdder();

	@Test
	void everyLookUpThatIsAnsweredWithAnExpiredValueIsCounted() throws Exception {
		LocalCache<Integer, Integer> cache = LocalCache
			.<Integer, Integer>builder("rates", Workload.builder().expireAfterWrite(Duration.ofMinutes(10)).build())
			.loadPolicy(new LoadPolicy(null, null, Duration.ofDays(1_000)))
			.nanoClock(this.clock)
			.build();
		for (int key = 0; key < KEYS; key++) {
			cache.put(key, key);
		}
		this.clock.advance(Duration.ofMinutes(10));
		inAllThreads((random) -> {
			int key = random.nextInt(KEYS);
			this.clock.advance(Duration.ofMillis(100));
			int value = switch (random.nextInt(3)) {
				case 0 -> cache.get(key, this::fail);
				case 1 -> Caches.getPlain(cache, key, this::fail);
				default -> cache.getAsync(key, () -> CompletableFuture.supplyAsync(() -> {
					this.calls.increment();
					throw new IllegalStateException("no database");
				}, Runnable::run)).get();
			};
			assertThat(value).isEqualTo(key);
		});
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.staleServed()).isEqualTo((long) THREADS * CALLS).isEqualTo(statistics.misses());
		assertThat(statistics.hits()).isZero();
		assertThat(statistics.loads()).isEqualTo(this.calls.sum()).isEqualTo(statistics.loadFailures()).isPositive();
		assertThat(statistics.loads()).as("loads, of which some were put off").isLessThan(statistics.misses());
		assertThat(cache.flights()).isZero();
	}

	private int fail() throws IOException {
		this.calls.increment();
		throw new IOException("no database");
	}

	@ForEachStrategy
	void everyRefreshIsCountedAndNoKeyIsRefreshedTwiceAtATime(Strategy strategy) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		LocalCache<Integer, Integer> cache = Caches.<Integer, Integer>builder(strategy)
			.loadPolicy(new LoadPolicy(null, Duration.ofSeconds(10), null))
			.refreshExecutor(executor)
			.nanoClock(this.clock)
			.build();
		AtomicIntegerArray underWay = new AtomicIntegerArray(KEYS);
		for (int key = 0; key < KEYS; key++) {
			cache.put(key, key);
		}
		inAllThreads((random) -> {
			int key = random.nextInt(KEYS);
			this.clock.advance(Duration.ofMillis(100));
			assertThat(cache.get(key, () -> refresh(key, underWay))).isEqualTo(key);
		});
		executor.shutdown();
		assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.overlaps.sum()).isZero();
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.hits()).isEqualTo((long) THREADS * CALLS);
		assertThat(statistics.misses()).isZero();
		assertThat(statistics.loads()).isEqualTo(this.calls.sum());
		assertThat(statistics.loadFailures()).isEqualTo(this.failures.sum());
		assertThat(statistics.refreshFailures()).isEqualTo(this.failures.sum()).isPositive();
		assertThat(statistics.refreshes()).isEqualTo(this.calls.sum() - this.failures.sum()).isPositive();
		assertThat(statistics.puts()).isEqualTo(KEYS + statistics.refreshes());
		assertThat(cache.flights()).isZero();
	}

	private int refresh(int key, AtomicIntegerArray underWay) {
		this.calls.increment();
		int others = underWay.getAndIncrement(key);
		try {
			Thread.onSpinWait();
			if (others != 0) {
				this.overlaps.increment();
			}
			if (this.calls.sum() % 3 == 0) {
				this.failures.increment();
				throw new IllegalStateException("no database");
			}
			return key;
		}
		finally {
			underWay.getAndDecrement(key);
		}
	}

	@ForEachStrategy
	void everyNestedLoadIsCounted(Strategy strategy) throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		LongAdder nested = new LongAdder();
		LongAdder lookups = new LongAdder();
		inAllThreads((random) -> {
			int key = random.nextInt(CALLS);
			lookups.increment();
			int value = Caches.getPlain(cache, key, () -> {
				this.calls.increment();
				lookups.increment();
				return Caches.getPlain(cache, key, () -> {
					this.calls.increment();
					nested.increment();
					return key;
				});
			});
			assertThat(value).isEqualTo(key);
		});
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.nestedLoads()).isEqualTo(nested.sum()).isEqualTo(cache.size()).isPositive();
		assertThat(statistics.loads()).isEqualTo(this.calls.sum());
		assertThat(statistics.puts()).isEqualTo(2 * cache.size());
		assertThat(statistics.hits() + statistics.misses()).isEqualTo(lookups.sum());
		assertThat(cache.flights()).isZero();
	}

	private static void inAllThreads(Call call) throws Exception {
		List<Caller<Integer>> callers = new ArrayList<>();
		for (int seed = 0; seed < THREADS; seed++) {
			Random random = new Random(seed);
			callers.add(Caller.of(() -> {
				for (int number = 0; number < CALLS; number++) {
					call.with(random);
				}
				return CALLS;
			}));
		}
		for (Caller<Integer> caller : callers) {
			assertThat(caller.result()).isEqualTo(CALLS);
		}
	}

	/**
	 * One call of a thread.
	 */
	@FunctionalInterface
	private interface Call {

		void with(Random random) throws Exception;

	}

}
