package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Promotions and reads while keys churn, as a Markdown table: one thread creates sessions
 * at full speed, looks each up and deletes it when it is the oldest of a thousand, while
 * another reads stable keys of the same map, without churn first. Each run is a new JVM;
 * the runs go through all maps in turn, and figures are medians over the runs. The first
 * five seconds without and with churn are not measured.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.Avalanche [--runs 5] [--entries 100000]
 *     [--seconds 20] [--keys SHORT_STRING] [--maps CONCURRENT_HASH_MAP,SHARDED,PROMOTING,CLASSIC_SYNC_MAP]
 * </pre>
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
		CommandLine options = new CommandLine(args, "--runs", "--entries", "--seconds", "--keys", "--maps");
		int runs = options.number("--runs", RUNS);
		int entries = options.number("--entries", ENTRIES);
		int seconds = options.number("--seconds", SECONDS);
		Keys keys = Keys.valueOf(options.text("--keys", Keys.SHORT_STRING.name()));
		Map<Implementation, List<double[]>> results = new EnumMap<>(Implementation.class);
		for (int run = 0; run < runs; run++) {
			for (Implementation map : options.implementations("--maps", Implementation.CONCURRENT_HASH_MAP,
					Implementation.SHARDED, Implementation.PROMOTING, Implementation.CLASSIC_SYNC_MAP)) {
				results.computeIfAbsent(map, (key) -> new ArrayList<>())
					.add(ChildJvm.run(AvalancheRun.class, List.of(), map, keys, entries, seconds));
			}
		}
		System.out.printf(Locale.ROOT, "%,d stable keys, %s, %d s without and %d s with churn, medians of %d runs%n%n",
				entries, keys, seconds, seconds, runs);
		System.out.println("| map | million reads a second without churn | with churn | ratio | promotions a second "
				+ "| most in one second of all runs | million sessions a second |");
		System.out.println("|---|---|---|---|---|---|---|");
		results.forEach(Avalanche::print);
	}

	private static void print(Implementation map, List<double[]> runs) {
		// Both figures of a ratio are of one JVM.
		List<double[]> ratios = runs.stream().map((run) -> new double[] { run[1] / run[0] }).toList();
		System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f | %.0f | %.2f |%n",
				map.name().toLowerCase(Locale.ROOT).replace('_', '-'), ChildJvm.median(runs, 0) / MILLION,
				ChildJvm.median(runs, 1) / MILLION, ChildJvm.median(ratios, 0), ChildJvm.median(runs, 2),
				ChildJvm.greatest(runs, 3), ChildJvm.median(runs, 4) / MILLION);
	}

}
