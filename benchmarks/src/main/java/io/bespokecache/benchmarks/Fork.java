package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One JVM that JMH starts: a benchmark with one value of each of its parameters.
 *
 * @param benchmark name of the benchmark with its class
 * @param cell what is measured
 * @param parameter name of the parameter that names what is compared
 * @param compared its value
 */
public record Fork(String benchmark, Cell cell, String parameter, String compared) {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	/**
	 * All forks of a round. Those of one cell come one after the other.
	 * @param options what JMH was asked for
	 * @param threads numbers of threads
	 */
	static List<Fork> of(Options options, List<Integer> threads) {
		List<String> includes = options.getIncludes().isEmpty() ? List.of(".*") : options.getIncludes();
		Collection<BenchmarkListEntry> entries = BenchmarkList.defaultList()
			.find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), includes,
					options.getExcludes());
		List<Fork> forks = new ArrayList<>();
		for (BenchmarkListEntry entry : entries) {
			SortedMap<String, List<String>> parameters = new TreeMap<>();
			entry.getParams()
				.orElse(Map.of())
				.forEach((name, values) -> parameters.put(name,
						List.copyOf(options.getParameter(name).orElse(List.of(values)))));
			for (int count : threads) {
				forks.addAll(of(entry.getUsername(), count, parameters));
			}
		}
		return forks;
	}

	static List<Fork> of(String benchmark, int threads, SortedMap<String, List<String>> parameters) {
		String parameter = parameters.keySet()
			.stream()
			.filter(Cell.COMPARED::contains)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Benchmark " + benchmark + " compares nothing"));
		List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
		for (Map.Entry<String, List<String>> values : parameters.entrySet()) {
			if (!values.getKey().equals(parameter)) {
				combinations = combinations.stream()
					.flatMap((combination) -> values.getValue()
						.stream()
						.map((value) -> with(combination, values.getKey(), value)))
					.toList();
			}
		}
		String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
		return combinations.stream()
			.flatMap((combination) -> parameters.getOrDefault(parameter, List.of())
				.stream()
				.map((value) -> new Fork(benchmark, new Cell(name, threads, combination), parameter, value)))
			.toList();
	}

	private static SortedMap<String, String> with(SortedMap<String, String> combination, String name, String value) {
		SortedMap<String, String> longer = new TreeMap<>(combination);
		longer.put(name, value);
		return longer;
	}

	/**
	 * Runs it.
	 * @param options what JMH was asked for
	 * @return nanoseconds a call, bytes a call, and nanoseconds of CPU time a call
	 */
	public double[] run(Options options) {
		// What is included would come to what was asked for, not in place of it.
		ChainedOptionsBuilder builder = new OptionsBuilder().parent(options)
			.exclude("^(?!" + Pattern.quote(this.benchmark) + "$)")
			.verbosity(options.verbosity().orElse(VerboseMode.SILENT))
			.forks(1)
			.warmupForks(Defaults.WARMUP_FORKS)
			.threads(this.cell.threads())
			.param(this.parameter, this.compared)
			.addProfiler(GCProfiler.class)
			.addProfiler(CpuTimeProfiler.class)
			.shouldFailOnError(true);
		this.cell.parameters().forEach(builder::param);
		try {
			RunResult result = new Runner(builder.build()).runSingle();
			return new double[] { result.getPrimaryResult().getScore(), secondary(result, ALLOCATION),
					secondary(result, CpuTimeProfiler.LABEL) };
		}
		catch (RunnerException ex) {
			throw new IllegalStateException(this + " has failed", ex);
		}
	}

	private static double secondary(RunResult result, String label) {
		Result<?> secondary = result.getSecondaryResults().get(label);
		return (secondary != null) ? secondary.getScore() : 0;
	}

	/**
	 * Name of what is compared, in lower case with hyphens.
	 */
	String implementation() {
		return Cell.name(this.compared);
	}

	/**
	 * The fork in words, for example
	 * {@code readWrite, entries 1000, reads 90, 2 threads, sharded}.
	 */
	@Override
	public String toString() {
		return this.cell + ", " + implementation();
	}

}
