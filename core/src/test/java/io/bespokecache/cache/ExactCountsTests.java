package io.bespokecache.cache;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.map.Strategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that count what they were answered: the cache's counts end on the exact
 * sums.
 */
class ExactCountsTests {

	private static final int THREADS = 8;

	private static final int CALLS = 20_000;

	private static final int KEYS = 64;

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder puts = new LongAdder();

	private final LongAdder removals = new LongAdder();

	private final LongAdder lookups = new LongAdder();

	private final LongAdder loads = new LongAdder();

	private final LongAdder loadFailures = new LongAdder();

	@ForEachStrategy
	void lookupsAndWritesEndOnTheExactSum(Strategy strategy) throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		inAllThreads((random) -> {
			int key = random.nextInt(KEYS);
			switch (random.nextInt(5)) {
				case 0 -> {
					cache.put(key, key);
					this.puts.increment();
				}
				case 1 -> countIf(cache.putIfAbsent(key, key) == null, this.puts);
				case 2 -> countIf(cache.remove(key), this.removals);
				default -> ((cache.get(key) != null) ? this.hits : this.misses).increment();
			}
		});
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.hits()).as("hits").isEqualTo(this.hits.sum()).isPositive();
		assertThat(statistics.misses()).as("misses").isEqualTo(this.misses.sum()).isPositive();
		assertThat(statistics.puts()).as("puts").isEqualTo(this.puts.sum()).isPositive();
		assertThat(statistics.removals()).as("removals").isEqualTo(this.removals.sum()).isPositive();
		assertThat(statistics.loads()).as("loads").isZero();
	}

	@ForEachStrategy
	void whatWasAddedLessWhatWasRemovedIsWhatIsLeftWhenThereAreLoadsAndClears(Strategy strategy) throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		inAllThreads((random) -> {
			int key = random.nextInt(KEYS);
			int choice = random.nextInt(100);
			if (choice == 0) {
				cache.clear();
			}
			else if (choice < 20) {
				cache.remove(key);
			}
			else if (choice < 40) {
				cache.putIfAbsent(key, key);
			}
			else {
				load(cache, key);
			}
		});
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.puts() - statistics.removals()).as("puts less removals").isEqualTo(cache.map().size());
		assertThat(statistics.removals()).as("removals").isPositive();
		assertLoadsAreExact(statistics);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void blockingAndAsynchronousLoadsEndOnTheExactSum(Strategy strategy) throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		inAllThreads((random) -> {
			int key = random.nextInt(CALLS);
			if (random.nextBoolean()) {
				load(cache, key);
			}
			else {
				this.lookups.increment();
				CompletableFuture<Integer> value = cache.getAsync(key,
						() -> CompletableFuture.supplyAsync(() -> answer(key), Runnable::run));
				try {
					assertThat(value.get()).isEqualTo(key);
				}
				catch (ExecutionException ex) {
					assertThat(ex).hasCauseInstanceOf(UnluckyKeyException.class);
				}
			}
		});
		CacheStatistics statistics = cache.statistics();
		assertLoadsAreExact(statistics);
		assertThat(statistics.puts()).as("puts").isEqualTo(cache.map().size()).isPositive();
		assertThat(statistics.loads() - statistics.loadFailures()).as("successes").isEqualTo(statistics.puts());
		assertThat(cache.flights()).isZero();
	}

	private void assertLoadsAreExact(CacheStatistics statistics) {
		assertThat(statistics.hits() + statistics.misses()).as("lookups").isEqualTo(this.lookups.sum());
		assertThat(statistics.loads()).as("loads").isEqualTo(this.loads.sum()).isPositive();
		assertThat(statistics.loadFailures()).as("failures").isEqualTo(this.loadFailures.sum()).isPositive();
		assertThat(statistics.hits()).as("hits").isPositive();
		assertThat(statistics.misses()).as("misses").isGreaterThanOrEqualTo(statistics.loads());
	}

	private static void countIf(boolean condition, LongAdder count) {
		if (condition) {
			count.increment();
		}
	}

	private void load(LocalCache<Integer, Integer> cache, int key) throws Exception {
		this.lookups.increment();
		try {
			assertThat(cache.get(key, () -> answer(key))).isEqualTo(key);
		}
		catch (UnluckyKeyException ex) {
			assertThat(key % 13).isZero();
		}
	}

	private int answer(int key) {
		this.loads.increment();
		if (key % 13 == 0) {
			this.loadFailures.increment();
			throw new UnluckyKeyException();
		}
		return key;
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

	/**
	 * The failure of every thirteenth key.
	 */
	private static final class UnluckyKeyException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

	}

}
