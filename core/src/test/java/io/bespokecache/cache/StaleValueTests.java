package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that load from a database, and writers that change it and then evict, by choice
 * a key that is being loaded: a value that was read before an eviction never survives it.
 */
class StaleValueTests {

	private static final int KEYS = 4;

	/** The stress ends after so many loads, or sooner where the machine is busy. */
	private static final int LOADS = 20_000;

	private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

	private final FakeClock clock = new FakeClock();

	private final ExecutorService refreshes = Executors.newFixedThreadPool(2);

	/** Version of each row. A writer raises it before it evicts. */
	private final AtomicLongArray database = new AtomicLongArray(KEYS);

	/** Version of each row that no reader may fall behind: its eviction has returned. */
	private final AtomicLongArray evicted = new AtomicLongArray(KEYS);

	private final BlockingQueue<Integer> loading = new ArrayBlockingQueue<>(1);

	private final AtomicInteger loads = new AtomicInteger();

	/** The stress goes on until this was seen, however busy the machine is. */
	private volatile BooleanSupplier seenEnough = () -> true;

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

	@ForEachStrategy
	void noneDoesWhenLoadsAreRefreshedNestedOrGivenUp(Strategy strategy) throws Exception {
		LocalCache<Integer, Long> cache = configured(Caches.builder(strategy), null);
		this.seenEnough = () -> cache.statistics().refreshes() > 0 && cache.statistics().nestedLoads() > 0
				&& cache.statistics().loadTimeouts() > 0;
		stress(cache, cache::remove);
		assertThat(this.seenEnough.getAsBoolean()).as("there were all of these").isTrue();
	}

	@Test
	void noneDoesWhenExpiredValuesAreServed() throws Exception {
		LocalCache<Integer, Long> cache = configured(
				LocalCache.builder("cities", Workload.builder().expireAfterWrite(Duration.ofSeconds(20)).build()),
				Duration.ofHours(1));
		this.seenEnough = () -> cache.statistics().staleServed() > 0;
		stress(cache, (key) -> {
			this.clock.advance(Duration.ofSeconds((key == 0) ? 25 : 0));
			cache.remove(key);
		});
		assertThat(this.seenEnough.getAsBoolean()).as("there were some").isTrue();
	}

	private LocalCache<Integer, Long> configured(LocalCache.Builder<Integer, Long> builder,
			@Nullable Duration staleOnError) {
		return builder.loadPolicy(new LoadPolicy(Duration.ofSeconds(1), Duration.ofSeconds(5), staleOnError))
			.nanoClock(this.clock)
			.refreshExecutor(this.refreshes)
			.waiting((latch, timeout) -> {
				for (int pause = ThreadLocalRandom.current().nextInt(2_000); pause > 0; pause--) {
					Thread.onSpinWait();
				}
			})
			.build();
	}

	@AfterEach
	void endRefreshes() {
		this.refreshes.shutdownNow();
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
		this.refreshes.shutdown();
		assertThat(this.refreshes.awaitTermination(20, TimeUnit.SECONDS)).as("no refresh is left").isTrue();
		for (int key = 0; key < KEYS; key++) {
			assertThat(cache.get(key)).as("key %s", key).isIn(null, this.database.get(key));
		}
		assertThat(cache.statistics().loads()).isEqualTo(this.loads.get()).isPositive();
		assertThat(cache.flights()).isZero();
	}

	private boolean goesOn() {
		long time = System.nanoTime() - this.start;
		return (this.loads.get() < LOADS && time < PATIENCE_NANOS)
				|| (time < 10 * PATIENCE_NANOS && !this.seenEnough.getAsBoolean());
	}

	private long write(Random random, IntConsumer eviction) throws InterruptedException {
		long calls = 0;
		do {
			Integer loaded = this.loading.poll(1, TimeUnit.MILLISECONDS);
			int key = (loaded != null) ? loaded : random.nextInt(KEYS);
			long version = this.database.incrementAndGet(key);
			eviction.accept(key);
			this.evicted.accumulateAndGet(key, version, Math::max);
			this.clock.advance(Duration.ofSeconds(random.nextInt(3)));
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
			Long version = read(cache, key, delay, random.nextInt(4));
			assertThat(version).as("version of key %s", key)
				.satisfiesAnyOf((none) -> assertThat(none).isNull(),
						(some) -> assertThat(some).isGreaterThanOrEqualTo(floor));
			calls++;
		}
		while (goesOn());
		return calls;
	}

	/**
	 * Reads in one of the ways there are.
	 * @return {@code null} if there is no value because a load failed or took too long
	 */
	private @Nullable Long read(LocalCache<Integer, Long> cache, int key, int delay, int way) throws Exception {
		try {
			return switch (way) {
				case 0 -> Caches.getPlain(cache, key, () -> load(key, delay));
				case 1 -> Caches.getPlain(cache, key, () -> {
					long version = load(key, delay);
					Caches.getPlain(cache, key, () -> load(key, delay));
					return version;
				});
				case 2 -> cache.getOrLoadAsync(key, AsyncLoad.of(() -> {
					CompletableFuture<Long> version = new CompletableFuture<>();
					version.completeAsync(() -> load(key, delay), this.refreshes);
					return version;
				}), Nesting.ALLOWED).get(20, TimeUnit.SECONDS);
				default -> cache.get(key, () -> {
					long version = load(key, delay);
					if (cache.peek(key) != null) {
						throw new IOException("fails where an expired value may do");
					}
					return version;
				});
			};
		}
		catch (IOException | LoadTimeoutException ex) {
			return null;
		}
		catch (ExecutionException | SharedFailureException ex) {
			assertThat(ex).hasCauseInstanceOf(IOException.class);
			return null;
		}
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
