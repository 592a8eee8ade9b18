package io.bespokecache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.bespokecache.benchmarks.Figures.Sample;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks in rounds of one fork each, and prints the medians. JMH runs all forks
 * of a benchmark in a row, so that a machine that is slower for a while falsifies one
 * benchmark; rounds spread it over all.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar [--rounds N] [--threads 1,2] [--time cpu] [--out FILE] [JMH options]
 * </pre>
 *
 * With {@code --time cpu} the times are those of {@link CpuTimeProfiler}, not elapsed
 * ones.
 */
public final class Rounds {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private Rounds() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args see above; the defaults are 5 rounds with 1 and with 2 threads, and the
	 * elapsed time
	 * @throws RunnerException if a benchmark fails
	 * @throws CommandLineOptionException if JMH does not know an option
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
		List<String> rest = new ArrayList<>(List.of(args));
		int rounds = Integer.parseInt(take(rest, "--rounds", "5"));
		String[] threads = take(rest, "--threads", "1,2").split(",", -1);
		boolean cpu = isCpu(take(rest, "--time", "elapsed"));
		String out = take(rest, "--out", "");
		Figures figures = new Figures();
		String text = "";
		for (int round = 1; round <= rounds; round++) {
			for (String count : threads) {
				ChainedOptionsBuilder options = new OptionsBuilder()
					.parent(new CommandLineOptions(rest.toArray(String[]::new)))
					.forks(1)
					.threads(Integer.parseInt(count.trim()))
					.addProfiler(GCProfiler.class)
					.addProfiler(CpuTimeProfiler.class)
					.shouldFailOnError(true);
				new Runner(options.build()).run().forEach((result) -> add(figures, result, cpu));
			}
			text = header(args, round, cpu) + figures.toMarkdown();
			if (!out.isEmpty()) {
				Files.writeString(Path.of(out), text);
			}
		}
		System.out.println(text);
	}

	private static boolean isCpu(String time) {
		return switch (time) {
			case "cpu" -> true;
			case "elapsed" -> false;
			default -> throw new IllegalArgumentException("--time is 'elapsed' or 'cpu', not '" + time + "'");
		};
	}

	private static void add(Figures figures, RunResult result, boolean cpu) {
		BenchmarkParams params = result.getParams();
		double time = cpu ? secondary(result, CpuTimeProfiler.LABEL) : result.getPrimaryResult().getScore();
		figures.add(Cell.of(params), Cell.compared(params), new Sample(time, secondary(result, ALLOCATION)));
	}

	private static double secondary(RunResult result, String label) {
		Result<?> secondary = result.getSecondaryResults().get(label);
		return (secondary != null) ? secondary.getScore() : 0;
	}

	private static String take(List<String> args, String name, String fallback) {
		int index = args.indexOf(name);
		if (index < 0 || index + 1 >= args.size()) {
			return fallback;
		}
		args.remove(index);
		return args.remove(index);
	}

	private static String header(String[] args, int rounds, boolean cpu) {
		return String.format(Locale.ROOT, """
				%s, %d processors; %s %s; %s. Medians of %d rounds of one fork%s.

				```bash
				java -jar benchmarks/target/benchmarks.jar %s
				```

				""", processor(), Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.name"),
				Runtime.version(), LocalDate.now(java.time.ZoneOffset.UTC), rounds, cpu ? "; times are CPU times" : "",
				String.join(" ", args));
	}

	private static String processor() {
		String name = read(Path.of("/proc/cpuinfo"));
		return (name != null) ? name : System.getProperty("os.arch");
	}

	private static @Nullable String read(Path cpuinfo) {
		try {
			return Files.readAllLines(cpuinfo)
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(null);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
