package io.bespokecache.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a map allocates, and how long collections pause the JVM, while a few new keys a
 * second come to many that are there, as a Markdown table. One thread adds keys at a
 * fixed rate; another reads at full speed, one read in ten of a key that is among the
 * hundred newest. Nothing is removed; keys are made beforehand. Each run is a new JVM
 * with G1 and a heap of half a gigabyte; the runs go through all maps in turn, and
 * figures are medians over the runs.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.Allocation [--runs 3] [--entries 100000]
 *     [--seconds 30] [--rates 10,500] [--results FILE] [--minutes N]
 *     [--maps CONCURRENT_HASH_MAP,SHARDED,PROMOTING,SNAPSHOT,...]
 * </pre>
 *
 * Bytes are those that threads allocate, the maintenance thread of our maps included. The
 * rate that is reached is lower than the one asked for if a map cannot keep up.
 * <p>
 * With {@code --results FILE} each run that has ended is a line of that file, and none
 * that is there already is made again; with {@code --minutes N} none is begun after that
 * time.
 */
public final class Allocation {

	private static final int RUNS = 3;

	private static final int ENTRIES = 100_000;

	private static final int SECONDS = 30;

	private static final double MEGABYTE = 1e6;

	private Allocation() {
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		CommandLine options = new CommandLine(args, "--runs", "--entries", "--seconds", "--rates", "--maps",
				"--results", "--minutes");
		int runs = options.number("--runs", RUNS);
		int entries = options.number("--entries", ENTRIES);
		int seconds = options.number("--seconds", SECONDS);
		List<Implementation> maps = options.implementations("--maps", Implementation.CONCURRENT_HASH_MAP,
				Implementation.SHARDED, Implementation.PROMOTING, Implementation.SNAPSHOT,
				Implementation.CLASSIC_SYNC_MAP, Implementation.COPY_ON_WRITE_HASH_MAP);
		int[] rates = Arrays.stream(options.text("--rates", "10,500").split(",", -1))
			.mapToInt(Integer::parseInt)
			.toArray();
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (int rate : rates) {
			for (Implementation map : maps) {
				measurements.put(
						String.format(Locale.ROOT, "%d | %s | %d, %d s", rate, Cell.name(map.name()), entries, seconds),
						() -> ChildJvm.run(AllocationRun.class, List.of("-Xms512m", "-Xmx512m"), map, entries, rate,
								seconds));
			}
		}
		ResultsFile results = options.results();
		new RoundRobin(results, options.limit()).run(runs, measurements);
		System.out.printf(Locale.ROOT, "%s%n%n%,d entries, %d s, medians of the runs%n%n", Machine.describe(), entries,
				seconds);
		System.out
			.println("| new keys a second | map | runs | reached | MB allocated a second | KB a new key | collections "
					+ "| ms of pauses | promotions | million reads a second |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|");
		measurements.keySet().forEach((name) -> print(name, results.of(name)));
	}

	private static void print(String name, List<double[]> runs) {
		if (runs.isEmpty()) {
			return;
		}
		double reached = ChildJvm.median(runs, 0);
		double bytes = ChildJvm.median(runs, 1);
		System.out.printf(Locale.ROOT, "| %s | %d | %.1f | %.3f | %.1f | %.0f | %.0f | %.0f | %.2f |%n",
				name.substring(0, name.lastIndexOf(" | ")), runs.size(), reached, bytes / MEGABYTE,
				bytes / reached / 1_000, ChildJvm.median(runs, 2), ChildJvm.median(runs, 3), ChildJvm.median(runs, 4),
				ChildJvm.median(runs, 5) / MEGABYTE);
	}

}
