package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

import io.bespokecache.map.Strategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that load from a database, and writers that change it and then evict, by choice
 * a key that is being loaded: a value that was read before an eviction never survives it.
 */
class StaleValueTests {

	private static final int KEYS = 4;

	/** The stress ends after so many loads, or sooner where the machine is busy. */
	private static final int LOADS = 20_000;

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Version of each row. A writer raises it before it evicts. */
	private final AtomicLongArray database = new AtomicLongArray(KEYS);

	/** Version of each row that no reader may fall behind: its eviction has returned. */
	private final AtomicLongArray evicted = new AtomicLongArray(KEYS);

	private final BlockingQueue<Integer> loading = new ArrayBlockingQueue<>(1);

	private final AtomicInteger loads = new AtomicInteger();

	private final long start = System.nanoTime();

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
		List<Caller<Long>> callers = new ArrayList<>();
		for (int seed = 0; seed < 2; seed++) {
			Random random = new Random(seed);
			callers.add(Caller.of(() -> write(random, eviction)));
			callers.add(Caller.of(() -> read(cache, random)));
			callers.add(Caller.of(() -> read(cache, random)));
		}
		for (Caller<Long> caller : callers) {
			assertThat(caller.result()).as("calls").isPositive();
		}
		for (int key = 0; key < KEYS; key++) {
			assertThat(cache.get(key)).as("key %s", key).isIn(null, this.database.get(key));
		}
		assertThat(cache.statistics().loads()).isEqualTo(this.loads.get()).isPositive();
		assertThat(cache.flights()).isZero();
	}

	private boolean goesOn() {
		return this.loads.get() < LOADS && System.nanoTime() - this.start < PATIENCE_NANOS;
	}

	private long write(Random random, IntConsumer eviction) throws InterruptedException {
		long calls = 0;
		do {
			Integer loaded = this.loading.poll(1, TimeUnit.MILLISECONDS);
			int key = (loaded != null) ? loaded : random.nextInt(KEYS);
			long version = this.database.incrementAndGet(key);
			eviction.accept(key);
			this.evicted.accumulateAndGet(key, version, Math::max);
			calls++;
		}
		while (goesOn());
		return calls;
	}

	private long read(LocalCache<Integer, Long> cache, Random random) throws Exception {
		long calls = 0;
		do {
			int key = random.nextInt(KEYS);
			int delay = random.nextInt(1_000);
			long floor = this.evicted.get(key);
			long version = cache.get(key, () -> load(key, delay));
			assertThat(version).as("version of key %s", key).isGreaterThanOrEqualTo(floor);
			calls++;
		}
		while (goesOn());
		return calls;
	}

	private long load(int key, int delay) {
		this.loads.incrementAndGet();
		long version = this.database.get(key);
		boolean told = this.loading.offer(key);
		for (int pause = told ? delay : 0; pause > 0; pause--) {
			Thread.onSpinWait();
		}
		return version;
	}

}
