package io.bespokecache.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.EvictionCause;
import io.bespokecache.map.MapListener;
import io.bespokecache.map.Strategy;

/**
 * How long after their time entries are gone that nobody reads or writes any more: a
 * million of them, with lifetimes of one to ten seconds.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.ExpiryLag [--entries 1000000]
 * </pre>
 */
public final class ExpiryLag {

	private static final int ENTRIES = 1_000_000;

	private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

	private static final long LONGEST = Duration.ofSeconds(10).toNanos();

	private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

	private static final double NANOS_A_MILLI = 1e6;

	private ExpiryLag() {
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		int entries = new CommandLine(args, "--entries").number("--entries", ENTRIES);
		System.out.println(Machine.describe());
		System.out.println();
		System.out.println("| strategy | entries | gone | median ms late | p99 ms late | latest ms late |");
		System.out.println("|---|---|---|---|---|---|");
		for (Strategy strategy : new Strategy[] { Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE, Strategy.CAFFEINE }) {
			measure(strategy, entries);
		}
	}

	private static void measure(Strategy strategy, int entries) {
		long[] deadlines = new long[entries];
		long[] lags = new long[entries];
		AtomicInteger gone = new AtomicInteger();
		CacheMap<Integer, Long> map = CacheMapBuilder.<Integer, Long>of(strategy)
			.expiry((key, lifetime) -> Duration.ofNanos(lifetime))
			.listener(new MapListener<Integer, Long>() {

				@Override
				public void evicted(Integer key, EvictionCause cause) {
					lags[gone.getAndIncrement()] = System.nanoTime() - deadlines[key];
				}

			})
			.build();
		SplittableRandom random = new SplittableRandom(1);
		long last = System.nanoTime();
		for (int id = 0; id < entries; id++) {
			long lifetime = random.nextLong(SHORTEST, LONGEST);
			deadlines[id] = System.nanoTime() + lifetime;
			last = Math.max(last, deadlines[id]);
			map.put(id, lifetime);
		}
		while (gone.get() < entries && System.nanoTime() - last < PATIENCE) {
			LockSupport.parkNanos(SHORTEST / 100);
		}
		map.close();
		long[] sorted = Arrays.copyOf(lags, gone.get());
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "| %s | %,d | %,d | %.0f | %.0f | %.0f |%n", strategy.id(), entries,
				sorted.length, late(sorted, 0.5), late(sorted, 0.99), late(sorted, 1));
	}

	private static double late(long[] sorted, double part) {
		return (sorted.length > 0) ? sorted[(int) Math.min(sorted.length * part, sorted.length - 1)] / NANOS_A_MILLI
				: Double.NaN;
	}

}
