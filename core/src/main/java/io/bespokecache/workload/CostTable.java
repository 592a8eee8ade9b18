package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy;

/**
 * Reads the text of a cost table, as {@link CostModel#parse} describes it. Not
 * thread-safe.
 */
final class CostTable {

	private static final String SEPARATOR = "\t";

	/** Columns before the figures. */
	private static final int COLUMNS = 5;

	/** With one thread or several, new keys or none. */
	private static final int SURFACES = 4;

	private final double[] entries;

	private final double[] reads;

	private final Map<Demand, Map<Strategy, List<CostSurface>>> surfaces = new EnumMap<>(Demand.class);

	CostTable(String text) {
		List<String[]> rows = new ArrayList<>();
		for (String line : text.split("\n", -1)) {
			if (!line.isBlank() && !line.startsWith("#")) {
				rows.add(line.split(SEPARATOR, -1));
			}
		}
		this.entries = points(rows, 0, "entries");
		this.reads = points(rows, 1, "reads");
		for (int row = 2; row < rows.size(); row += this.entries.length) {
			add(rows.subList(row, Math.min(row + this.entries.length, rows.size())));
		}
	}

	private static double[] points(List<String[]> rows, int index, String name) {
		if (rows.size() <= index || !rows.get(index)[0].equals(name)) {
			throw new IllegalArgumentException("A cost table has its points first: '" + name + "' is missing");
		}
		return Stream.of(rows.get(index)).skip(1).mapToDouble(Double::parseDouble).toArray();
	}

	/** Adds the rows of one surface, one for each number of entries. */
	private void add(List<String[]> rows) {
		String[] first = rows.get(0);
		double[][] logs = new double[this.entries.length][];
		if (rows.size() != this.entries.length) {
			throw new IllegalArgumentException("Rows are missing after " + String.join(" ", first));
		}
		for (int i = 0; i < logs.length; i++) {
			String[] row = rows.get(i);
			if (row.length != COLUMNS + this.reads.length || Double.parseDouble(row[COLUMNS - 1]) != this.entries[i]
					|| !Stream.of(row)
						.limit(COLUMNS - 1L)
						.toList()
						.equals(Stream.of(first).limit(COLUMNS - 1L).toList())) {
				throw new IllegalArgumentException("Not the row that is expected: " + String.join(" ", row));
			}
			logs[i] = Stream.of(row)
				.skip(COLUMNS)
				.mapToDouble(Double::parseDouble)
				.map((nanos) -> Math.log(requireTime(nanos, row)))
				.toArray();
		}
		this.surfaces.computeIfAbsent(Demand.of(first[0]), (demand) -> new EnumMap<>(Strategy.class))
			.computeIfAbsent(Strategy.of(first[1]), (strategy) -> new ArrayList<>())
			.add(new CostSurface(Integer.parseInt(first[2]) > 1, Boolean.parseBoolean(first[3]), logs));
	}

	private static double requireTime(double nanos, String[] row) {
		if (!(nanos > 0 && nanos < Double.POSITIVE_INFINITY)) {
			throw new IllegalArgumentException("Not a time: " + nanos + " of " + String.join(" ", row));
		}
		return nanos;
	}

	CostModel model() {
		this.surfaces.forEach((demand, strategies) -> strategies.forEach((strategy, surfaces) -> {
			long kinds = surfaces.stream()
				.map((surface) -> List.of(surface.parallel(), surface.renewing()))
				.distinct()
				.count();
			if (kinds != SURFACES || surfaces.size() != SURFACES) {
				throw new IllegalArgumentException("There must be " + SURFACES + " surfaces of " + demand + " and "
						+ strategy.id() + ": with one thread and with several, new keys or none");
			}
		}));
		return CostModel.of(new CostAxis(DoubleStream.of(this.entries).map(Math::log).toArray()),
				new CostAxis(DoubleStream.of(this.reads).map(CostAxis::logOfWrites).toArray()), this.surfaces);
	}

}
