package io.bespokecache.workload;

import io.bespokecache.map.Strategy;

/**
 * What an operation on a map of a strategy is predicted to take under a workload.
 *
 * @param strategy the strategy
 * @param nanos mean time of an operation in nanoseconds, on the machine that measured the
 * cost model. Only the order of strategies carries over to other machines
 */
public record PredictedCost(Strategy strategy, double nanos) {

}
