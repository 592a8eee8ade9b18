package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of several rounds, merged: each is the median over the rounds, and each
 * ratio is that of the medians of one cell.
 */
final class Figures {

	/**
	 * What others are compared with: the first of these that a cell has. Maps are
	 * compared with the JDK's, else with the baseline that they are to replace; cached
	 * calls with Spring's.
	 */
	private static final List<String> PEERS = List.of("concurrent-hash-map", "read-write-lock-hash-map",
			"copy-on-write-hash-map", "spring");

	private static final double LOSS = 0.9;

	private final SortedMap<Cell, Map<String, List<Sample>>> samples = new TreeMap<>();

	void add(Cell cell, String implementation, Sample sample) {
		this.samples.computeIfAbsent(cell, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(implementation, (key) -> new ArrayList<>())
			.add(sample);
	}

	/**
	 * A Markdown table: a row a cell and implementation, with median, lowest and highest
	 * time, the speed relative to the peer, and the allocation. A speed under 0.9 is set
	 * in bold.
	 */
	String toMarkdown() {
		StringBuilder text = new StringBuilder("""
				| cell | measured | ns a call | lowest to highest | speed against the peer | B a call |
				|---|---|---|---|---|---|
				""");
		this.samples.forEach((cell, implementations) -> implementations
			.forEach((implementation, values) -> appendRow(text, cell, implementation, implementations)));
		return text.toString();
	}

	private void appendRow(StringBuilder text, Cell cell, String implementation,
			Map<String, List<Sample>> implementations) {
		List<Sample> values = implementations.getOrDefault(implementation, List.of());
		double[] times = values.stream().mapToDouble(Sample::nanos).sorted().toArray();
		double bytes = median(values.stream().mapToDouble(Sample::bytes).sorted().toArray());
		text.append(String.format(Locale.ROOT, "| %s | %s | %.1f | %.1f to %.1f | %s | %.1f |%n", cell, implementation,
				median(times), times[0], times[times.length - 1], ratio(implementation, implementations), bytes));
	}

	private static String ratio(String implementation, Map<String, List<Sample>> implementations) {
		String peer = PEERS.stream().filter(implementations::containsKey).findFirst().orElse(null);
		if (peer == null || implementation.equals(peer)) {
			return (peer == null) ? "" : "1.00";
		}
		double ratio = medianNanos(implementations.getOrDefault(peer, List.of()))
				/ medianNanos(implementations.getOrDefault(implementation, List.of()));
		return String.format(Locale.ROOT, (ratio < LOSS) ? "**%.2f**" : "%.2f", ratio);
	}

	private static double medianNanos(List<Sample> values) {
		return median(values.stream().mapToDouble(Sample::nanos).sorted().toArray());
	}

	/**
	 * Median of sorted values.
	 */
	static double median(double[] sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * What one fork measured.
	 *
	 * @param nanos nanoseconds a call
	 * @param bytes bytes allocated a call
	 */
	record Sample(double nanos, double bytes) {

	}

}
