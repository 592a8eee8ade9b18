package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.benchmarks.Fork;
import io.bespokecache.benchmarks.ResultsFile;
import io.bespokecache.benchmarks.RoundRobin;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the cells of a {@link GridDesign}, each strategy in a JVM of its own. A run
 * that was interrupted goes on where it was. Each strategy is measured in two rounds;
 * those that took more than twice as long as the fastest of the cell in both are not
 * measured again, for the sake of more rounds of the others.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.selection.SelectionGrid --results FILE
 *     [--design FIT|HELD_OUT] [--rounds 2] [--minutes N]
 * </pre>
 */
public final class SelectionGrid {

	/** Rounds in which every strategy is measured. */
	private static final int OPENING_ROUNDS = 2;

	/** Whoever takes so many times as long as the fastest cannot become it. */
	private static final double HOPELESS = 2;

	private SelectionGrid() {
	}

	/**
	 * Measures.
	 * @param args see above
	 * @throws IOException if the results cannot be written
	 */
	public static void main(String[] args) throws IOException {
		CommandLine options = new CommandLine(args, "--results", "--design", "--rounds", "--minutes");
		GridDesign design = GridDesign.valueOf(options.text("--design", GridDesign.FIT.name()));
		Options jmh = new OptionsBuilder().build();
		List<Fork> forks = design.cells().stream().flatMap((cell) -> cell.forks().stream()).toList();
		System.out.printf(Locale.ROOT, "%d cells, %d JVMs a round%n", design.cells().size(), forks.size());
		ResultsFile results = options.results();
		int rounds = options.number("--rounds", 2);
		RoundRobin robin = new RoundRobin(results, options.limit());
		robin.run(Math.min(rounds, OPENING_ROUNDS), measurements(forks, jmh));
		robin.run(rounds, measurements(contenders(design, results), jmh));
	}

	private static Map<String, Supplier<double[]>> measurements(List<Fork> forks, Options jmh) {
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		forks.forEach((fork) -> measurements.put(fork.toString(), () -> fork.run(jmh)));
		return measurements;
	}

	/**
	 * The forks of strategies that can still become the fastest of a cell.
	 */
	static List<Fork> contenders(GridDesign design, ResultsFile results) {
		return design.cells()
			.stream()
			.flatMap((cell) -> cell.forks().stream().filter((fork) -> !isHopeless(cell, fork, results)))
			.toList();
	}

	private static boolean isHopeless(GridCell cell, Fork fork, ResultsFile results) {
		for (int i = 0; i < OPENING_ROUNDS; i++) {
			int round = i;
			double fastest = cell.forks().stream().mapToDouble((other) -> nanos(results, other, round)).min().orElse(0);
			if (nanos(results, fork, round) <= HOPELESS * fastest) {
				return false;
			}
		}
		return true;
	}

	/** What was measured in a round, or 0 if nothing was. */
	private static double nanos(ResultsFile results, Fork fork, int round) {
		List<double[]> rounds = results.of(fork.toString());
		return (round < rounds.size()) ? rounds.get(round)[0] : 0;
	}

}
