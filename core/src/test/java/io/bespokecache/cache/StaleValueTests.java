package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

import io.bespokecache.map.Strategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that load from a database, and writers that change it and then evict: a value
 * that was read before an eviction never survives it.
 */
class StaleValueTests {

	private static final int KEYS = 4;

	private static final long STRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

	/** Version of each row. A writer raises it before it evicts. */
	private final AtomicLongArray database = new AtomicLongArray(KEYS);

	/** Version of each row that no reader may fall behind: its eviction has returned. */
	private final AtomicLongArray evicted = new AtomicLongArray(KEYS);

	private final AtomicLong loads = new AtomicLong();

	@ForEachStrategy
	void noReaderSeesAnOlderVersionThanTheLastThatWasEvicted(Strategy strategy) throws Exception {
		LocalCache<Integer, Long> cache = Caches.unbounded(strategy);
		stress(cache, cache::remove);
	}

	@ForEachStrategy
	void noReaderSeesAnOlderVersionThanTheLastThatWasCleared(Strategy strategy) throws Exception {
		LocalCache<Integer, Long> cache = Caches.unbounded(strategy);
		stress(cache, (key) -> cache.clear());
	}

	private void stress(LocalCache<Integer, Long> cache, IntConsumer eviction) throws Exception {
		long end = System.nanoTime() + STRESS_NANOS;
		List<Caller<Long>> callers = new ArrayList<>();
		for (int seed = 0; seed < 2; seed++) {
			Random random = new Random(seed);
			callers.add(Caller.of(() -> write(random, eviction, end)));
			callers.add(Caller.of(() -> read(cache, random, end)));
			callers.add(Caller.of(() -> read(cache, random, end)));
		}
		for (Caller<Long> caller : callers) {
			assertThat(caller.result()).as("rounds").isPositive();
		}
		assertThat(this.loads.get()).as("loads").isGreaterThan(100);
		for (int key = 0; key < KEYS; key++) {
			assertThat(cache.get(key)).as("key %s", key).isIn(null, this.database.get(key));
		}
		assertThat(cache.flights()).isZero();
	}

	private long write(Random random, IntConsumer eviction, long end) {
		long rounds = 0;
		while (System.nanoTime() - end < 0) {
			int key = random.nextInt(KEYS);
			long version = this.database.incrementAndGet(key);
			eviction.accept(key);
			this.evicted.accumulateAndGet(key, version, Math::max);
			rounds++;
			for (int pause = random.nextInt(500); pause > 0; pause--) {
				Thread.onSpinWait();
			}
		}
		return rounds;
	}

	private long read(LocalCache<Integer, Long> cache, Random random, long end) throws Exception {
		long rounds = 0;
		while (System.nanoTime() - end < 0) {
			int key = random.nextInt(KEYS);
			long floor = this.evicted.get(key);
			int delay = random.nextInt(200);
			long version = cache.get(key, () -> load(key, delay));
			assertThat(version).as("version of key %s", key).isGreaterThanOrEqualTo(floor);
			rounds++;
		}
		return rounds;
	}

	private long load(int key, int delay) {
		long version = this.database.get(key);
		this.loads.incrementAndGet();
		for (int pause = delay; pause > 0; pause--) {
			Thread.onSpinWait();
		}
		return version;
	}

}
