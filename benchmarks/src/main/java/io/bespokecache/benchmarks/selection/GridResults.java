package io.bespokecache.benchmarks.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.bespokecache.benchmarks.ResultsFile;
import io.bespokecache.map.Strategy;

/**
 * What was measured in the cells of a design.
 */
final class GridResults {

	/** Nanoseconds an operation, the first round first. */
	private final Map<GridCell, Map<Strategy, List<Double>>> nanos = new LinkedHashMap<>();

	GridResults(GridDesign design, ResultsFile results) {
		for (GridCell cell : design.cells()) {
			Map<Strategy, List<Double>> strategies = new LinkedHashMap<>();
			for (Strategy strategy : cell.demand().strategies()) {
				List<double[]> rounds = results.of(cell.fork(strategy).toString());
				if (!rounds.isEmpty()) {
					strategies.put(strategy, rounds.stream().map((figures) -> figures[0]).toList());
				}
			}
			if (strategies.size() == cell.demand().strategies().size()) {
				this.nanos.put(cell, strategies);
			}
		}
	}

	/**
	 * The cells of which every strategy has been measured.
	 */
	List<GridCell> cells() {
		return List.copyOf(this.nanos.keySet());
	}

	/**
	 * How many rounds there are of all cells and strategies.
	 */
	int rounds() {
		return sizes().min().orElse(0);
	}

	/**
	 * How many there are of those that were measured most often.
	 */
	int mostRounds() {
		return sizes().max().orElse(0);
	}

	private IntStream sizes() {
		return this.nanos.values().stream().flatMap((strategies) -> strategies.values().stream()).mapToInt(List::size);
	}

	/**
	 * Median of the rounds of some numbers, which begin with 0.
	 */
	double nanos(GridCell cell, Strategy strategy, IntPredicate rounds) {
		List<Double> all = this.nanos.getOrDefault(cell, Map.of()).getOrDefault(strategy, List.of());
		List<Double> some = new ArrayList<>();
		for (int round = 0; round < all.size(); round++) {
			if (rounds.test(round)) {
				some.add(all.get(round));
			}
		}
		double[] sorted = some.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			throw new IllegalStateException("Too few rounds of " + cell + " with " + strategy.id());
		}
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	double nanos(GridCell cell, Strategy strategy) {
		return nanos(cell, strategy, (round) -> true);
	}

	@Override
	public String toString() {
		return Arrays.asList(cells().size() + " cells", rounds() + " rounds").toString();
	}

}
