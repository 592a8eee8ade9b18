package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.map.Strategy;

/**
 * The strategy that was chosen for a cache, why, and why each other one was not.
 *
 * @param strategy the chosen strategy
 * @param reason what decided, as a sentence
 * @param rejected every other strategy with its reason, in the order of {@link Strategy}
 * @param costs what is predicted for each strategy that can do what the cache must,
 * cheapest first; empty where nothing is predicted
 * @param demanded whether the user demanded the strategy
 */
public record Selection(Strategy strategy, String reason, List<Rejection> rejected, List<PredictedCost> costs,
		boolean demanded) {

	public Selection {
		rejected = List.copyOf(rejected);
		costs = List.copyOf(costs);
	}

	/**
	 * Creates a selection of a strategy that nobody demanded.
	 * @param strategy the chosen strategy
	 * @param reason what decided
	 * @param rejected every other strategy with its reason
	 * @param costs what is predicted
	 */
	public Selection(Strategy strategy, String reason, List<Rejection> rejected, List<PredictedCost> costs) {
		this(strategy, reason, rejected, costs, false);
	}

}
