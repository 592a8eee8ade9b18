package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.benchmarks.Machine;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.CostModel;

/**
 * Fits the cost model on what {@link SelectionGrid} has measured, and writes its table.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.selection.CostTableWriter --results FILE
 *     --out costs.tsv
 * </pre>
 *
 * What a strategy takes beyond the plain library is fitted, for that is what kinds of
 * keys and skews scatter least. How smooth the table is, is what predicts each cell best
 * from the others.
 */
public final class CostTableWriter {

	private static final double[] WEIGHTS = { 0.03, 0.1, 0.3, 1, 3, 10 };

	private static final String COLUMNS = "demand\tstrategy\tthreads\trenewing\tentries";

	private CostTableWriter() {
	}

	/**
	 * Fits and writes.
	 * @param args see above
	 * @throws IOException if the table cannot be written
	 */
	public static void main(String[] args) throws IOException {
		CommandLine options = new CommandLine(args, "--results", "--out");
		GridResults results = new GridResults(GridDesign.FIT, options.results());
		int rounds = results.rounds();
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT, """
				# What an operation takes, in nanoseconds: fitted on %d cells%s.
				# %s.
				# SelectionGrid --design FIT --results FILE --rounds %d, then CostTableWriter, both in benchmarks.
				""", results.cells().size(), (rounds == 1) ? "" : ", medians of " + rounds + " rounds",
				Machine.describe(), rounds));
		table.append(line("entries", GridDesign.ENTRIES)).append(line("reads", GridDesign.READS));
		table.append("# ").append(COLUMNS).append("\tnanoseconds for each share of reads\n");
		for (Demand demand : Demand.values()) {
			append(table, demand, results);
		}
		CostModel.parse(table.toString());
		String out = options.text("--out", "");
		if (out.isEmpty()) {
			System.out.print(table);
		}
		else {
			Files.writeString(Path.of(out), table);
		}
	}

	private static String line(String name, List<?> points) {
		StringJoiner line = new StringJoiner("\t", name + "\t", "\n");
		points.forEach((point) -> line.add(point.toString()));
		return line.toString();
	}

	private static void append(StringBuilder table, Demand demand, GridResults results) {
		List<GridCell> cells = results.cells().stream().filter((cell) -> cell.demand() == demand).toList();
		ToDoubleFunction<GridCell> plain = (cell) -> Math.log(results.nanos(cell, demand.plain()));
		Smooth base = Smooth.best(cells, plain);
		Map<Strategy, Smooth> others = new EnumMap<>(Strategy.class);
		for (Strategy strategy : demand.strategies()) {
			others.put(strategy,
					Smooth.best(cells, (cell) -> Math.log(results.nanos(cell, strategy)) - plain.applyAsDouble(cell)));
		}
		others.forEach((strategy, other) -> {
			System.err.printf(Locale.ROOT, "%s, %s: %.0f %% off the cell left out, curvature %.3f, interaction %.3f%n",
					demand.id(), strategy.id(), (Math.exp(other.error) - 1) * 100, other.curvature, other.interaction);
			append(table, demand, strategy, base.fit, other.fit);
		});
	}

	private static void append(StringBuilder table, Demand demand, Strategy strategy, CostFit base, CostFit other) {
		for (boolean parallel : new boolean[] { false, true }) {
			for (boolean renewing : new boolean[] { false, true }) {
				for (int entries = 0; entries < GridDesign.ENTRIES.size(); entries++) {
					StringJoiner row = new StringJoiner("\t", "", "\n");
					row.add(demand.id()).add(strategy.id()).add(parallel ? "2" : "1").add(String.valueOf(renewing));
					row.add(GridDesign.ENTRIES.get(entries).toString());
					for (int reads = 0; reads < GridDesign.READS.size(); reads++) {
						double log = base.at(parallel, renewing, entries, reads)
								+ other.at(parallel, renewing, entries, reads);
						row.add(String.format(Locale.ROOT, "%.1f", Math.exp(log)));
					}
					table.append(row);
				}
			}
		}
	}

	/**
	 * A fit, and how it was made smooth.
	 *
	 * @param error mean absolute error of predicting a cell from the others
	 */
	private record Smooth(CostFit fit, double curvature, double interaction, double error) {

		static Smooth best(List<GridCell> cells, ToDoubleFunction<GridCell> value) {
			Smooth best = null;
			for (double curvature : WEIGHTS) {
				for (double interaction : WEIGHTS) {
					double error = error(cells, value, curvature, interaction);
					if (best == null || error < best.error) {
						best = new Smooth(CostFit.of(cells, value, curvature, interaction), curvature, interaction,
								error);
					}
				}
			}
			if (best == null) {
				throw new IllegalStateException("No weights to choose from");
			}
			return best;
		}

		private static double error(List<GridCell> cells, ToDoubleFunction<GridCell> value, double curvature,
				double interaction) {
			return cells.parallelStream().mapToDouble((left) -> {
				List<GridCell> others = cells.stream().filter((cell) -> !cell.equals(left)).toList();
				return Math.abs(CostFit.of(others, value, curvature, interaction).at(left) - value.applyAsDouble(left));
			}).average().orElse(0);
		}

	}

}
