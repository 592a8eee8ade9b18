package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.DoubleStream;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.benchmarks.Machine;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.CostModel;
import io.bespokecache.workload.StrategySelector;

/**
 * How much the choice of a strategy gives away, in cells that its model does not know.
 * The best strategy of a cell is the one that was fastest in half of the rounds, and is
 * compared with the chosen one by the others, so that luck in a round is no merit.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.selection.SelectionRegret --results FILE
 *     [--table costs.tsv] [--without lru-reference]
 * </pre>
 *
 * With {@code --without} a strategy is not the best, however fast it is.
 */
public final class SelectionRegret {

	private static final double GOOD = 0.9;

	private static final double PERCENT = 100;

	private SelectionRegret() {
	}

	/**
	 * Compares and prints.
	 * @param args see above
	 * @throws IOException if a file cannot be read
	 */
	public static void main(String[] args) throws IOException {
		CommandLine options = new CommandLine(args, "--results", "--table", "--without");
		String without = options.text("--without", "");
		GridResults results = new GridResults(GridDesign.HELD_OUT, options.results());
		CostModel model = CostModel.parse(Files.readString(Path.of(options.text("--table", "costs.tsv"))));
		DoubleStream.Builder ofBest = DoubleStream.builder();
		DoubleStream.Builder ofPlain = DoubleStream.builder();
		DoubleStream.Builder ofCaffeine = DoubleStream.builder();
		System.out.printf(Locale.ROOT, "%s; %d cells, %d to %d rounds%n%n", Machine.describe(), results.cells().size(),
				results.rounds(), results.mostRounds());
		System.out.println("| demand | threads | entries | reads | new keys | keys | skew | chosen, ns | best, ns "
				+ "| of the best | of the plain library | of Caffeine |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
		for (GridCell cell : results.cells()) {
			Strategy chosen = StrategySelector.select(cell.workload(), model, cell.threads()).strategy();
			Strategy best = cell.demand()
				.strategies()
				.stream()
				.filter((strategy) -> !strategy.id().equals(without))
				.min(Comparator.comparingDouble((strategy) -> results.nanos(cell, strategy, SelectionRegret::chooses)))
				.orElseThrow();
			double speedOfBest = speed(results, cell, chosen, best);
			ofBest.add(speedOfBest);
			String plain = "";
			String caffeine = "";
			if (cell.demand().hasPlain()) {
				double speed = speed(results, cell, chosen, cell.demand().plain());
				ofPlain.add(speed);
				plain = format(speed);
				double speedOfCaffeine = speed(results, cell, chosen, Strategy.CAFFEINE);
				ofCaffeine.add(speedOfCaffeine);
				caffeine = format(speedOfCaffeine);
			}
			System.out.printf(Locale.ROOT,
					"| %s | %d | %,d | %s | %s | %s | %s | %s, %.1f | %s, %.1f | %s | %s | %s |%n", cell.demand().id(),
					cell.threads(), cell.entries(), cell.reads(), cell.renewing() ? "yes" : "no",
					cell.keys().name().toLowerCase(Locale.ROOT), cell.skew(), chosen.id(),
					results.nanos(cell, chosen, SelectionRegret::scores), best.id(),
					results.nanos(cell, best, SelectionRegret::scores), format(speedOfBest), plain, caffeine);
		}
		double[] speeds = ofBest.build().toArray();
		System.out.printf(Locale.ROOT, """

				At least %.1f times as fast as the best in %.1f %% of the cells; geometric mean %.3f, lowest %.2f.
				Against the plain library: geometric mean %s.
				Against Caffeine everywhere: geometric mean %s.
				""", GOOD, PERCENT * DoubleStream.of(speeds).filter((speed) -> speed >= GOOD).count() / speeds.length,
				geometricMean(speeds), DoubleStream.of(speeds).min().orElse(0), meanAndLowest(ofPlain.build()),
				meanAndLowest(ofCaffeine.build()));
	}

	private static boolean chooses(int round) {
		return round % 2 == 0;
	}

	private static boolean scores(int round) {
		return !chooses(round);
	}

	/** How fast one strategy is, another being 1. */
	private static double speed(GridResults results, GridCell cell, Strategy one, Strategy other) {
		return results.nanos(cell, other, SelectionRegret::scores) / results.nanos(cell, one, SelectionRegret::scores);
	}

	private static String format(double speed) {
		return String.format(Locale.ROOT, (speed < GOOD) ? "**%.2f**" : "%.2f", speed);
	}

	private static String meanAndLowest(DoubleStream stream) {
		double[] speeds = stream.toArray();
		return String.format(Locale.ROOT, "%.2f, lowest %.2f", geometricMean(speeds),
				DoubleStream.of(speeds).min().orElse(0));
	}

	private static double geometricMean(double[] speeds) {
		return Math.exp(DoubleStream.of(speeds).map(Math::log).average().orElse(0));
	}

}
