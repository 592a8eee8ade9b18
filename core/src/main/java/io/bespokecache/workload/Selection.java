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
 */
public record Selection(Strategy strategy, String reason, List<Rejection> rejected, List<PredictedCost> costs) {

	public Selection {
		rejected = List.copyOf(rejected);
		costs = List.copyOf(costs);
	}

}
