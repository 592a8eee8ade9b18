package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long single puts take of two threads that put ever new keys into a full cache, each
 * run in a JVM of its own, by turns; as a Markdown table of medians.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.BoundedTails [--runs 5] [--entries 100000]
 *     [--puts 2000000] [--results FILE] [--minutes N]
 * </pre>
 */
public final class BoundedTails {

	private static final int RUNS = 5;

	private static final int ENTRIES = 100_000;

	private static final int PUTS = 2_000_000;

	private static final int THREADS = 2;

	private static final double[] PERCENTILES = { 0.5, 0.99, 0.999, 0.9999 };

	private static final double NANOS_A_MICRO = 1e3;

	private BoundedTails() {
	}

	/**
	 * Measures and prints; a JVM of its own is started with the kind, whether entries
	 * expire, the bound and the number of puts.
	 * @param args see above
	 */
	public static void main(String[] args) throws InterruptedException {
		if (args.length > 0 && !args[0].startsWith("--")) {
			measure(BoundedCache.Kind.valueOf(args[0]), Boolean.parseBoolean(args[1]), Integer.parseInt(args[2]),
					Integer.parseInt(args[3]));
			return;
		}
		CommandLine options = new CommandLine(args, "--runs", "--entries", "--puts", "--results", "--minutes");
		int entries = options.number("--entries", ENTRIES);
		int puts = options.number("--puts", PUTS);
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (boolean expiring : new boolean[] { false, true }) {
			for (BoundedCache.Kind kind : BoundedCache.Kind.values()) {
				measurements.put(Cell.name(kind.name()) + ", expiring " + expiring + ", " + entries + " entries",
						() -> ChildJvm.run(BoundedTails.class, List.of(), kind, expiring, entries, puts));
			}
		}
		ResultsFile results = options.results();
		new RoundRobin(results, options.limit()).run(options.number("--runs", RUNS), measurements);
		System.out.printf("%s%n%n| cache | runs | p50 us | p99 us | p99.9 us | p99.99 us | longest us |%n",
				Machine.describe());
		System.out.println("|---|---|---|---|---|---|---|");
		measurements.keySet().forEach((name) -> {
			List<double[]> runs = results.of(name);
			if (!runs.isEmpty()) {
				StringBuilder row = new StringBuilder("| " + name + " | " + runs.size() + " |");
				for (int i = 0; i <= PERCENTILES.length; i++) {
					row.append(String.format(Locale.ROOT, " %.1f |", ChildJvm.median(runs, i) / NANOS_A_MICRO));
				}
				System.out.println(row);
			}
		});
	}

	private static void measure(BoundedCache.Kind kind, boolean expiring, int entries, int puts)
			throws InterruptedException {
		BoundedCache cache = kind.create(entries, expiring);
		long[] durations = new long[0];
		// The first time is to warm up.
		for (int round = 0; round < 2; round++) {
			List<long[]> each = new ArrayList<>();
			List<Thread> threads = new ArrayList<>();
			for (int number = 0; number < THREADS; number++) {
				long first = ((long) round * THREADS + number) * puts;
				long[] own = new long[puts];
				each.add(own);
				threads.add(new Thread(() -> put(cache, first, own)));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			durations = each.stream().flatMapToLong(Arrays::stream).sorted().toArray();
		}
		StringBuilder figures = new StringBuilder();
		for (double percentile : PERCENTILES) {
			figures.append(durations[(int) (percentile * (durations.length - 1))]).append(' ');
		}
		System.out.println(figures.append(durations[durations.length - 1]));
	}

	private static void put(BoundedCache cache, long first, long[] durations) {
		for (int i = 0; i < durations.length; i++) {
			Object key = Keys.SHORT_STRING.key(first + i);
			long start = System.nanoTime();
			cache.put(key, cache);
			durations[i] = System.nanoTime() - start;
		}
	}

}
