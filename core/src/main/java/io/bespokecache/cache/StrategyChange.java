package io.bespokecache.cache;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.map.Strategy;

/**
 * A change of the map behind a cache.
 *
 * @param from strategy of the former map
 * @param to strategy of the map that took its place; the same one if a limit was changed
 * @param reason why: a sentence
 * @param time when the change was complete
 * @param duration how long it took, while the cache was in use
 * @param entriesMoved entries that were carried over
 */
public record StrategyChange(Strategy from, Strategy to, String reason, Instant time, Duration duration,
		long entriesMoved) {

}
