package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.benchmarks.Fork;
import io.bespokecache.benchmarks.RoundRobin;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the cells of a {@link GridDesign}, each strategy in a JVM of its own. A run
 * that was interrupted goes on where it was.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.selection.SelectionGrid --results FILE
 *     [--design FIT|HELD_OUT] [--rounds 2] [--minutes N]
 * </pre>
 */
public final class SelectionGrid {

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
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		for (GridCell cell : design.cells()) {
			for (Fork fork : cell.forks()) {
				measurements.put(fork.toString(), () -> fork.run(jmh));
			}
		}
		System.out.printf(Locale.ROOT, "%d cells, %d JVMs a round%n", design.cells().size(), measurements.size());
		Duration limit = options.limit();
		new RoundRobin(options.results(), limit).run(options.number("--rounds", 2), measurements);
	}

}
