package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The figures of several rounds, merged: each is the median over the rounds, and each
 * ratio is that of the medians of one cell.
 */
final class Figures {

	/**
	 * What others are compared with: the first of these that a cell has. Maps are
	 * compared with the JDK's, else with the baseline that they are to replace; cached
	 * calls with Spring's, else with those of caches that nothing observes.
	 */
	private static final List<String> PEERS = List.of("concurrent-hash-map", "read-write-lock-hash-map",
			"copy-on-write-hash-map", "spring", "bespoke-unobserved", "caffeine");

	private static final double LOSS = 0.95;

	private final SortedMap<Cell, Map<String, List<Sample>>> samples = new TreeMap<>();

	/**
	 * Adds what a fork measured: the first of a cell and an implementation in the first
	 * round, and so on.
	 */
	void add(Cell cell, String implementation, Sample sample) {
		this.samples.computeIfAbsent(cell, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(implementation, (key) -> new ArrayList<>())
			.add(sample);
	}

	Set<Cell> cells() {
		return this.samples.keySet();
	}

	/**
	 * The names of all implementations, in the order in which they came.
	 */
	Set<String> implementations() {
		Set<String> names = new LinkedHashSet<>();
		this.samples.values().forEach((implementations) -> names.addAll(implementations.keySet()));
		return names;
	}

	/**
	 * Whether an implementation is what others are compared with, in some cell.
	 */
	boolean isPeer(String implementation) {
		return cells().stream().anyMatch((cell) -> implementation.equals(peer(cell)));
	}

	/**
	 * How many rounds there were, in words: not all of the last may be there.
	 */
	String rounds() {
		int[] counts = this.samples.values()
			.stream()
			.flatMap((implementations) -> implementations.values().stream())
			.mapToInt(List::size)
			.sorted()
			.toArray();
		if (counts.length == 0) {
			return "0";
		}
		int most = counts[counts.length - 1];
		return (counts[0] == most) ? String.valueOf(most) : counts[0] + " to " + most;
	}

	/**
	 * Nanoseconds a call, sorted; none if there are no figures.
	 */
	double[] times(Cell cell, String implementation) {
		return samples(cell, implementation).stream().mapToDouble(Sample::nanos).sorted().toArray();
	}

	/**
	 * How much faster an implementation is than the peer, or {@code null} if it has none
	 * or is it.
	 */
	@Nullable Ratio ratio(Cell cell, String implementation) {
		String peer = peer(cell);
		List<Sample> own = samples(cell, implementation);
		if (peer == null || implementation.equals(peer) || own.isEmpty()) {
			return null;
		}
		List<Sample> others = samples(cell, peer);
		double[] ofRounds = IntStream.range(0, Math.min(own.size(), others.size()))
			.mapToDouble((round) -> others.get(round).nanos() / own.get(round).nanos())
			.sorted()
			.toArray();
		return new Ratio(median(times(cell, peer)) / median(times(cell, implementation)), ofRounds[0],
				ofRounds[ofRounds.length - 1]);
	}

	private @Nullable String peer(Cell cell) {
		Map<String, List<Sample>> implementations = this.samples.getOrDefault(cell, Map.of());
		return PEERS.stream().filter(implementations::containsKey).findFirst().orElse(null);
	}

	private List<Sample> samples(Cell cell, String implementation) {
		return this.samples.getOrDefault(cell, Map.of()).getOrDefault(implementation, List.of());
	}

	/**
	 * A Markdown table: a row a cell and implementation, with median, lowest and highest
	 * time, the speed relative to the peer, and the allocation. A speed under 0.95 is set
	 * in bold.
	 */
	String toMarkdown() {
		StringBuilder text = new StringBuilder("""
				| cell | measured | ns a call | lowest to highest | speed against the peer | B a call |
				|---|---|---|---|---|---|
				""");
		this.samples.forEach((cell, implementations) -> implementations.keySet()
			.forEach((implementation) -> appendRow(text, cell, implementation)));
		return text.toString();
	}

	private void appendRow(StringBuilder text, Cell cell, String implementation) {
		double[] times = times(cell, implementation);
		double bytes = median(samples(cell, implementation).stream().mapToDouble(Sample::bytes).sorted().toArray());
		text.append(String.format(Locale.ROOT, "| %s | %s | %.1f | %.1f to %.1f | %s | %.1f |%n", cell, implementation,
				median(times), times[0], times[times.length - 1], speed(cell, implementation), bytes));
	}

	private String speed(Cell cell, String implementation) {
		if (implementation.equals(peer(cell))) {
			return "1.00";
		}
		Ratio ratio = ratio(cell, implementation);
		return (ratio == null) ? ""
				: String.format(Locale.ROOT, (ratio.ofMedians() < LOSS) ? "**%.2f**" : "%.2f", ratio.ofMedians());
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

	/**
	 * The speed relative to the peer; over 1 is faster.
	 *
	 * @param ofMedians the ratio of the medians over all rounds
	 * @param lowest the lowest ratio of one round
	 * @param highest the highest ratio of one round
	 */
	record Ratio(double ofMedians, double lowest, double highest) {

	}

}
