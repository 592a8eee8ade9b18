package io.bespokecache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.bespokecache.benchmarks.Figures.Sample;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

/**
 * Runs benchmarks in rounds of one fork each, and prints the medians. JMH runs all forks
 * of a benchmark in a row, so that a machine that is slower for a while falsifies one
 * benchmark; rounds spread it over all, and what is compared with each other is measured
 * one after the other.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar [--rounds N] [--threads 1,2] [--time cpu] [--minutes N]
 *     [--results FILE] [--summary PARAMETER,...] [--out FILE] [JMH options]
 * </pre>
 *
 * <ul>
 * <li>{@code --time cpu}: the times are those of {@link CpuTimeProfiler}, not elapsed
 * ones.</li>
 * <li>{@code --minutes}: no fork is begun after that time. With 0 it only prints what is
 * there.</li>
 * <li>{@code --results}: each fork that has ended is a line of this file, and none that
 * is there already is run again, so that runs that were interrupted go on, and a higher
 * number of rounds adds to a lower one.</li>
 * <li>{@code --summary}: prints a row a cell, after the ratios of all cells that have the
 * same values of these parameters; without it, a row a cell and implementation.</li>
 * <li>{@code --out}: what is printed goes to this file, too.</li>
 * </ul>
 */
public final class Rounds {

	private static final String ROUNDS = "5";

	private Rounds() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args see above; the defaults are 5 rounds with 1 and with 2 threads, and the
	 * elapsed time
	 * @throws CommandLineOptionException if JMH does not know an option
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws CommandLineOptionException, IOException {
		List<String> rest = new ArrayList<>(List.of(args));
		int rounds = Integer.parseInt(take(rest, "--rounds", ROUNDS));
		List<Integer> threads = Arrays.stream(take(rest, "--threads", "1,2").split(",", -1))
			.map(Integer::valueOf)
			.toList();
		boolean cpu = isCpu(take(rest, "--time", "elapsed"));
		Duration limit = Duration
			.ofMinutes(Integer.parseInt(take(rest, "--minutes", String.valueOf(RoundRobin.FOREVER_MINUTES))));
		String file = take(rest, "--results", "");
		String summary = take(rest, "--summary", "");
		String out = take(rest, "--out", "");
		Options options = new CommandLineOptions(rest.toArray(String[]::new));
		List<Fork> forks = Fork.of(options, threads);
		ResultsFile results = new ResultsFile(file.isEmpty() ? null : Path.of(file), Machine.describe());
		measure(forks, options, rounds, new RoundRobin(results, limit));
		Figures figures = new Figures();
		for (Fork fork : forks) {
			for (double[] measured : results.of(fork.toString())) {
				figures.add(fork.cell(), fork.implementation(), new Sample(measured[cpu ? 2 : 0], measured[1]));
			}
		}
		String text = header(args, figures, cpu)
				+ (summary.isEmpty() ? figures.toMarkdown() : new Comparison(figures, summary).toMarkdown());
		System.out.println(text);
		if (!out.isEmpty()) {
			Files.writeString(Path.of(out), text);
		}
	}

	private static void measure(List<Fork> forks, Options options, int rounds, RoundRobin robin) {
		Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();
		forks.forEach((fork) -> measurements.put(fork.toString(), () -> fork.run(options)));
		robin.run(rounds, measurements);
	}

	private static boolean isCpu(String time) {
		return switch (time) {
			case "cpu" -> true;
			case "elapsed" -> false;
			default -> throw new IllegalArgumentException("--time is 'elapsed' or 'cpu', not '" + time + "'");
		};
	}

	private static String take(List<String> args, String name, String fallback) {
		int index = args.indexOf(name);
		if (index < 0 || index + 1 >= args.size()) {
			return fallback;
		}
		args.remove(index);
		return args.remove(index);
	}

	private static String header(String[] args, Figures figures, boolean cpu) {
		return String.format(Locale.ROOT, """
				%s; %s. Medians of %s rounds of one fork%s.

				```bash
				java -jar benchmarks/target/benchmarks.jar %s
				```

				""", Machine.describe(), LocalDate.now(ZoneOffset.UTC), figures.rounds(),
				cpu ? "; times are CPU times" : "",
				Arrays.stream(args).map(Rounds::quoted).collect(Collectors.joining(" ")));
	}

	/** An argument as a shell takes it. */
	static String quoted(String arg) {
		return arg.matches("[\\w./,=:-]+") ? arg : "'" + arg + "'";
	}

}
