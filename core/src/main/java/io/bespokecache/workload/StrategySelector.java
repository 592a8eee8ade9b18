package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the strategy for a workload by what the benchmarks have measured: a pure
 * function of the workload, a {@link CostModel}, and the number of threads.
 * <p>
 * First go the strategies that cannot do what the cache must do, and those whose purpose
 * it does not need. What the model predicts for the rest ranks them. The plain library,
 * {@code ConcurrentHashMap} where nothing is bounded and Caffeine where something is, is
 * given up only for a strategy that is predicted to be faster by a tenth or more:
 * predictions are not exact, and the plain library is the one that most people know.
 */
public final class StrategySelector {

	/** By how much a strategy must be faster than the plain library. */
	static final double MARGIN = 1.1;

	private StrategySelector() {
	}

	/**
	 * Chooses the strategy for a workload by the table that comes with the library, for
	 * as many threads as the JVM has processors.
	 * @param workload how the cache is used and what it must do
	 * @return the chosen strategy, with reasons
	 */
	public static Selection select(Workload workload) {
		return select(workload, CostModel.shipped(), Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Chooses the strategy for a workload by the predictions of a model.
	 * @param workload how the cache is used and what it must do
	 * @param model predicts what an operation takes
	 * @param threads how many threads use the cache at once, 1 or more
	 * @return the chosen strategy, with reasons
	 */
	public static Selection select(Workload workload, CostModel model, int threads) {
		List<PredictedCost> costs = model.predict(workload, threads);
		List<PredictedCost> candidates = costs.stream()
			.filter((cost) -> Unneeded.reason(workload, cost.strategy()) == null)
			.toList();
		PredictedCost cheapest = candidates.get(0);
		PredictedCost plain = find(candidates, plain(workload));
		PredictedCost chosen = (plain != null && plain.nanos() < cheapest.nanos() * MARGIN) ? plain : cheapest;
		SelectionText text = new SelectionText(workload, candidates, chosen, plain);
		List<Rejection> rejected = new ArrayList<>();
		for (Strategy candidate : Strategy.values()) {
			if (candidate != chosen.strategy()) {
				rejected.add(new Rejection(candidate, text.rejection(candidate, missing(workload, candidate))));
			}
		}
		return new Selection(chosen.strategy(), text.reason(), rejected, costs);
	}

	/**
	 * Takes the strategy that the user demands instead of choosing one.
	 * @param workload how the cache is used and what it must do
	 * @param strategy the strategy to take
	 * @return a selection of that strategy; its reason names what would have been chosen
	 * @throws UnsuitableStrategyException if the strategy cannot do what the cache must
	 * do
	 */
	public static Selection override(Workload workload, Strategy strategy) {
		Set<Capability> missing = missing(workload, strategy);
		if (!missing.isEmpty()) {
			throw new UnsuitableStrategyException(strategy, missing, select(workload).strategy());
		}
		Selection chosen = select(workload);
		String comparison = (chosen.strategy() == strategy) ? "it would have been chosen anyway"
				: "left alone, '" + chosen.strategy().id() + "' would have been chosen";
		List<Rejection> rejected = new ArrayList<>();
		for (Strategy candidate : Strategy.values()) {
			if (candidate != strategy) {
				rejected.add(new Rejection(candidate, "The configuration demands '" + strategy.id() + "'."));
			}
		}
		return new Selection(strategy, "The configuration demands '" + strategy.id() + "'; " + comparison + ".",
				rejected, chosen.costs(), true);
	}

	/** The strategy that is nothing but a well-known library. */
	private static Strategy plain(Workload workload) {
		return workload.requirements().isEmpty() ? Strategy.CONCURRENT : Strategy.CAFFEINE;
	}

	private static @Nullable PredictedCost find(List<PredictedCost> costs, Strategy strategy) {
		return costs.stream().filter((cost) -> cost.strategy() == strategy).findFirst().orElse(null);
	}

	private static Set<Capability> missing(Workload workload, Strategy strategy) {
		Set<Capability> missing = workload.requirements();
		missing.removeAll(strategy.capabilities());
		return missing;
	}

}
