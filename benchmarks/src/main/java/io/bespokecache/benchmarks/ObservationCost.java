package io.bespokecache.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What it costs a hit of a {@code @Cacheable} method that its cache is observed, as a
 * Markdown table. JVMs differ by more than that, so each compares both: it calls a method
 * of an observed and one of an unobserved cache by turns, a tenth of a second each.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.ObservationCost [--runs 20] [--seconds 10]
 *     [--maps CONCURRENT,CAFFEINE,ADAPTIVE_FIFO] [--results FILE] [--minutes N]
 * </pre>
 */
public final class ObservationCost {

	private static final int RUNS = 20;

	private static final int SECONDS = 10;

	private static final int QUARTERS = 4;

	private ObservationCost() {
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		CommandLine options = new CommandLine(args, "--runs", "--seconds", "--maps", "--results", "--minutes");
		int runs = options.number("--runs", RUNS);
		int seconds = options.number("--seconds", SECONDS);
		String maps = options.text("--maps", "CONCURRENT,CAFFEINE,ADAPTIVE_FIFO");
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (String name : maps.split(",", -1)) {
			Caching.Kind map = Caching.Kind.valueOf(name);
			measurements.put(String.format(Locale.ROOT, "%s, %d s", Cell.name(name), seconds),
					() -> ChildJvm.run(ObservationCostRun.class, List.of(), map, seconds));
		}
		ResultsFile results = options.results();
		new RoundRobin(results, options.limit()).run(runs, measurements);
		System.out.printf(Locale.ROOT, "%s%n%nNanoseconds a hit; medians of the runs, quartiles in brackets%n%n",
				Machine.describe());
		System.out.println("| map | runs | not observed | observed | observed / not observed |");
		System.out.println("|---|---|---|---|---|");
		measurements.keySet().forEach((name) -> print(name, results.of(name)));
	}

	private static void print(String name, List<double[]> runs) {
		if (runs.isEmpty()) {
			return;
		}
		// Both figures of a ratio are of one JVM.
		List<double[]> ratios = runs.stream().map((run) -> new double[] { run[1] / run[0] }).toList();
		System.out.printf(Locale.ROOT, "| %s | %d | %s | %s | %s |%n", name.split(",", -1)[0], runs.size(),
				quartiles("%.1f", runs, 0), quartiles("%.1f", runs, 1), quartiles("%.3f", ratios, 0));
	}

	private static String quartiles(String format, List<double[]> runs, int index) {
		double[] sorted = runs.stream().mapToDouble((run) -> run[index]).sorted().toArray();
		int last = sorted.length - 1;
		return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", Figures.median(sorted),
				sorted[last / QUARTERS], sorted[last - last / QUARTERS]);
	}

}
