package io.bespokecache.benchmarks;

import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a figure was measured for, apart from the implementation.
 *
 * @param benchmark simple name of the benchmark
 * @param threads number of threads
 * @param parameters the other parameters, by name
 */
record Cell(String benchmark, int threads, SortedMap<String, String> parameters) implements Comparable<Cell> {

	/** The parameters that name what is compared, one a benchmark. */
	static final Set<String> COMPARED = Set.of("implementation", "caching");

	/**
	 * Name of what was measured, in lower case with hyphens.
	 */
	static String compared(BenchmarkParams params) {
		for (String key : params.getParamsKeys()) {
			if (COMPARED.contains(key)) {
				return params.getParam(key).toLowerCase(Locale.ROOT).replace('_', '-');
			}
		}
		throw new IllegalArgumentException("Benchmark " + params.getBenchmark() + " compares nothing");
	}

	static Cell of(BenchmarkParams params) {
		SortedMap<String, String> parameters = new TreeMap<>();
		for (String key : params.getParamsKeys()) {
			if (!COMPARED.contains(key)) {
				parameters.put(key, params.getParam(key));
			}
		}
		String name = params.getBenchmark();
		return new Cell(name.substring(name.lastIndexOf('.') + 1), params.getThreads(), parameters);
	}

	/**
	 * The cell in words, for example
	 * {@code readWrite, entries 1000, reads 100, 2 threads}.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.benchmark);
		this.parameters.forEach((name, value) -> text.append(", ").append(name).append(' ').append(value));
		return text.append(", ").append(this.threads).append((this.threads == 1) ? " thread" : " threads").toString();
	}

	@Override
	public int compareTo(Cell other) {
		return toString().compareTo(other.toString());
	}

}
