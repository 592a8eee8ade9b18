package io.bespokecache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The longest puts while one thread fills an empty map and another reads it, as a
 * Markdown table. Each run is a new JVM; the runs go through all maps in turn, and
 * figures are medians over the runs.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.Tails [--runs 10] [--entries 1000000]
 *     [--keys LONG] [--results FILE] [--minutes N] [--maps CONCURRENT_HASH_MAP,SHARDED,PROMOTING,CLASSIC_SYNC_MAP]
 * </pre>
 *
 * <em>Of its own</em> is what remains of a put when pauses are subtracted that have
 * nothing to do with the map: the time at safepoints, by the JVM's log, and the time that
 * a control loop stood still for 100 µs or more. The control loop runs in the reading
 * thread, between reads, for about half of its time: with two processors a spinning
 * thread of its own would cause pauses. Its own wait for a processor is no pause: that
 * another thread has its processor, one of the map's for example, does not stop the
 * writer. <em>With a processor</em> is what remains when the time is subtracted, too, for
 * which the writer was ready to run and had no processor, because other threads had all
 * of them: the map's own, those of the JVM, and other programs. Linux counts it for each
 * thread, and it is looked at after each put of 100 µs or more, and at least every 1,024
 * puts. The first put after all keys were read is the one for which a sync.Map copies all
 * of them. The last row is that of {@link NoMap}, for what the machine alone takes.
 * <p>
 * With {@code --results FILE} each run that has ended is a line of that file, and none
 * that is there already is made again; with {@code --minutes N} none is begun after that
 * time.
 */
public final class Tails {

	private static final int RUNS = 10;

	private static final int ENTRIES = 1_000_000;

	private static final double NANOS_A_MILLI = 1e6;

	private Tails() {
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		CommandLine options = new CommandLine(args, "--runs", "--entries", "--keys", "--maps", "--results",
				"--minutes");
		int runs = options.number("--runs", RUNS);
		int entries = options.number("--entries", ENTRIES);
		Keys keys = Keys.valueOf(options.text("--keys", Keys.LONG.name()));
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (Implementation map : options.implementations("--maps", Implementation.CONCURRENT_HASH_MAP,
				Implementation.SHARDED, Implementation.PROMOTING, Implementation.CLASSIC_SYNC_MAP)) {
			measurements.put(name(map.name(), keys, entries), () -> run(map.name(), keys, entries));
		}
		measurements.put(name(NoMap.NAME, keys, entries), () -> run(NoMap.NAME, keys, entries));
		ResultsFile results = options.results();
		new RoundRobin(results, options.limit()).run(runs, measurements);
		System.out.printf(Locale.ROOT, "%s%n%n%,d entries, keys %s, medians of the runs, milliseconds%n%n",
				Machine.describe(), entries, keys);
		System.out.println("| map | runs | worst put | of its own | greatest of all runs | with a processor "
				+ "| greatest of all runs | p99.99 of puts | first put after all keys were read | of its own "
				+ "| pauses in the run |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
		measurements.keySet().forEach((name) -> print(name, results.of(name)));
	}

	private static String name(String map, Keys keys, int entries) {
		return String.format(Locale.ROOT, "%s, %d %s", Cell.name(map), entries, keys);
	}

	private static double[] run(String map, Keys keys, int entries) {
		try {
			Path log = Files.createTempFile("safepoints", ".log");
			List<String> options = List.of("-Xlog:safepoint=info:file=" + log + ":timenanos:filecount=0");
			try {
				return ChildJvm.run(TailRun.class, options, map, keys, entries, log);
			}
			finally {
				Files.delete(log);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void print(String name, List<double[]> runs) {
		if (runs.isEmpty()) {
			return;
		}
		System.out.printf(Locale.ROOT, "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.4f | %.2f | %.2f | %.1f |%n",
				name.split(",", -1)[0], runs.size(), millis(runs, 0), millis(runs, 1),
				ChildJvm.greatest(runs, 1) / NANOS_A_MILLI, millis(runs, 2), ChildJvm.greatest(runs, 2) / NANOS_A_MILLI,
				millis(runs, 3), millis(runs, 4), millis(runs, 5), millis(runs, 6));
	}

	private static double millis(List<double[]> runs, int index) {
		return ChildJvm.median(runs, index) / NANOS_A_MILLI;
	}

}
