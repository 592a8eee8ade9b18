package io.bespokecache.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Promotions and reads while keys churn, as a Markdown table: one thread creates sessions
 * at full speed, looks each up and deletes it when it is the oldest of a thousand, while
 * another reads stable keys of the same map, without churn first. Each run is a new JVM;
 * the runs go through all maps in turn, and figures are medians over the runs. The first
 * five seconds without and with churn are not measured.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.Avalanche [--runs 5] [--entries 100000]
 *     [--seconds 20] [--keys SHORT_STRING] [--results FILE] [--minutes N]
 *     [--maps CONCURRENT_HASH_MAP,SHARDED,PROMOTING,CLASSIC_SYNC_MAP]
 * </pre>
 *
 * With {@code --results FILE} each run that has ended is a line of that file, and none
 * that is there already is made again; with {@code --minutes N} none is begun after that
 * time.
 */
public final class Avalanche {

	private static final int RUNS = 5;

	private static final int ENTRIES = 100_000;

	private static final int SECONDS = 20;

	private static final double MILLION = 1e6;

	private Avalanche() {
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		CommandLine options = new CommandLine(args, "--runs", "--entries", "--seconds", "--keys", "--maps", "--results",
				"--minutes");
		int runs = options.number("--runs", RUNS);
		int entries = options.number("--entries", ENTRIES);
		int seconds = options.number("--seconds", SECONDS);
		Keys keys = Keys.valueOf(options.text("--keys", Keys.SHORT_STRING.name()));
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (Implementation map : options.implementations("--maps", Implementation.CONCURRENT_HASH_MAP,
				Implementation.SHARDED, Implementation.PROMOTING, Implementation.CLASSIC_SYNC_MAP)) {
			measurements.put(
					String.format(Locale.ROOT, "%s, %d %s, %d s", Cell.name(map.name()), entries, keys, seconds),
					() -> ChildJvm.run(AvalancheRun.class, List.of(), map, keys, entries, seconds));
		}
		ResultsFile results = options.results();
		new RoundRobin(results, options.limit()).run(runs, measurements);
		System.out.printf(Locale.ROOT,
				"%s%n%n%,d stable keys, %s, %d s without and %d s with churn, medians of the runs%n%n",
				Machine.describe(), entries, keys, seconds, seconds);
		System.out
			.println("| map | runs | million reads a second without churn | with churn | ratio | promotions a second "
					+ "| most in one second of all runs | million sessions a second |");
		System.out.println("|---|---|---|---|---|---|---|---|");
		measurements.keySet().forEach((name) -> print(name, results.of(name)));
	}

	private static void print(String name, List<double[]> runs) {
		if (runs.isEmpty()) {
			return;
		}
		// Both figures of a ratio are of one JVM.
		List<double[]> ratios = runs.stream().map((run) -> new double[] { run[1] / run[0] }).toList();
		System.out.printf(Locale.ROOT, "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.0f | %.2f |%n",
				name.split(",", -1)[0], runs.size(), ChildJvm.median(runs, 0) / MILLION,
				ChildJvm.median(runs, 1) / MILLION, ChildJvm.median(ratios, 0), ChildJvm.median(runs, 2),
				ChildJvm.greatest(runs, 3), ChildJvm.median(runs, 4) / MILLION);
	}

}
