package io.bespokecache.workload;

import io.bespokecache.map.Strategy;

/**
 * A strategy that was not chosen, and why.
 *
 * @param strategy the strategy
 * @param reason a sentence
 */
public record Rejection(Strategy strategy, String reason) {

}
