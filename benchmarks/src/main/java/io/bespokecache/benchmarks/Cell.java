package io.bespokecache.benchmarks;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure was measured for, apart from the implementation. Cells are in the order
 * of their words, and of the numbers among these.
 *
 * @param benchmark simple name of the benchmark
 * @param threads number of threads
 * @param parameters the other parameters, by name
 */
public record Cell(String benchmark, int threads, SortedMap<String, String> parameters) implements Comparable<Cell> {

	/** The parameters that name what is compared, one a benchmark. */
	static final Set<String> COMPARED = Set.of("implementation", "caching");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private static final int DIGITS = 10;

	private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::sortable);

	/**
	 * Name of a constant, in lower case with hyphens.
	 */
	static String name(String constant) {
		return constant.toLowerCase(Locale.ROOT).replace('_', '-');
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

	private String sortable() {
		return NUMBER.matcher(toString())
			.replaceAll((number) -> Matcher
				.quoteReplacement("0".repeat(Math.max(0, DIGITS - number.group().length())) + number.group()));
	}

	@Override
	public int compareTo(Cell other) {
		return ORDER.compare(this, other);
	}

}
