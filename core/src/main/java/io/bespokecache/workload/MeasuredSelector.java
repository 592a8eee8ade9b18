package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the strategy for a workload by a cost model: a pure function. What
 * {@link StrategySelector} does by rule, until a table has been measured that is good
 * enough to ship.
 * <p>
 * First go the strategies that cannot do what the cache must do, and those whose purpose
 * it does not need. What a {@link CostModel} predicts for the rest ranks them. The plain
 * library, {@code ConcurrentHashMap} where nothing is bounded and Caffeine where
 * something is, is given up only for a strategy that is predicted to be faster by a tenth
 * or more: predictions are not exact, and the plain library is the one that most people
 * know.
 */
public final class MeasuredSelector {

	/** By how much a strategy must be faster than the plain library. */
	static final double MARGIN = 1.1;

	private MeasuredSelector() {
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
