package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bespokecache.benchmarks.Figures.Ratio;

/**
 * Speeds against the peer as Markdown: for each group of cells the median and the lowest
 * of their ratios, then a row a cell with time and ratio of each implementation.
 */
final class Comparison {

	private static final double LOSS = 0.95;

	private final Figures figures;

	private final List<String> grouping;

	/**
	 * Compares.
	 * @param figures what was measured
	 * @param grouping names of the parameters whose values make a group, set apart by
	 * commas; {@code benchmark} and {@code threads} are names, too
	 */
	Comparison(Figures figures, String grouping) {
		this.figures = figures;
		this.grouping = List.of(grouping.split(",", -1));
	}

	String toMarkdown() {
		return summary() + "\n" + cells();
	}

	private String summary() {
		Map<List<String>, List<Cell>> groups = this.figures.cells()
			.stream()
			.collect(Collectors.groupingBy(this::group, LinkedHashMap::new, Collectors.toList()));
		List<String> others = others();
		StringBuilder text = new StringBuilder(
				row(Stream.concat(this.grouping.stream(), Stream.concat(Stream.of("cells"),
						others.stream().flatMap((other) -> Stream.of(other + ": median ratio", "lowest"))))));
		text.append("|---".repeat(this.grouping.size() + 1 + 2 * others.size())).append("|\n");
		groups.forEach((group, cells) -> {
			List<String> columns = new ArrayList<>(group);
			columns.add(String.valueOf(cells.size()));
			for (String other : others) {
				double[] ratios = cells.stream()
					.map((cell) -> this.figures.ratio(cell, other))
					.filter(Objects::nonNull)
					.mapToDouble(Ratio::ofMedians)
					.sorted()
					.toArray();
				columns.add((ratios.length == 0) ? "" : ratio(Figures.median(ratios)));
				columns.add((ratios.length == 0) ? "" : ratio(ratios[0]));
			}
			text.append(row(columns.stream()));
		});
		return text.toString();
	}

	private String cells() {
		List<String> peers = this.figures.implementations().stream().filter(this.figures::isPeer).toList();
		List<String> others = others();
		StringBuilder text = new StringBuilder(row(Stream
			.of(Stream.of("cell"), peers.stream().map((peer) -> peer + ", ns"),
					others.stream()
						.flatMap((other) -> Stream.of(other + ", ns", "ratio, lowest to highest of a round")))
			.flatMap((columns) -> columns)));
		text.append("|---".repeat(1 + peers.size() + 2 * others.size())).append("|\n");
		for (Cell cell : this.figures.cells()) {
			List<String> columns = new ArrayList<>(List.of(cell.toString()));
			peers.forEach((peer) -> columns.add(nanos(cell, peer)));
			for (String other : others) {
				columns.add(nanos(cell, other));
				Ratio ratio = this.figures.ratio(cell, other);
				columns.add((ratio == null) ? "" : String.format(Locale.ROOT, "%s, %.2f to %.2f",
						ratio(ratio.ofMedians()), ratio.lowest(), ratio.highest()));
			}
			text.append(row(columns.stream()));
		}
		return text.toString();
	}

	private List<String> others() {
		return this.figures.implementations().stream().filter((name) -> !this.figures.isPeer(name)).toList();
	}

	private List<String> group(Cell cell) {
		return this.grouping.stream().map((name) -> switch (name) {
			case "benchmark" -> cell.benchmark();
			case "threads" -> String.valueOf(cell.threads());
			default -> cell.parameters().getOrDefault(name, "");
		}).toList();
	}

	private String nanos(Cell cell, String implementation) {
		double[] times = this.figures.times(cell, implementation);
		return (times.length == 0) ? "" : String.format(Locale.ROOT, "%.1f", Figures.median(times));
	}

	private static String ratio(double ratio) {
		return String.format(Locale.ROOT, (ratio < LOSS) ? "**%.2f**" : "%.2f", ratio);
	}

	private static String row(Stream<String> columns) {
		return columns.collect(Collectors.joining(" | ", "| ", " |\n"));
	}

}
