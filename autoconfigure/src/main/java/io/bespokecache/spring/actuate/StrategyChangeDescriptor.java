package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.cache.StrategyChange;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One change of the map behind a cache.
 *
 * @param from name of the former strategy
 * @param to name of the strategy that took its place; the same one if a limit was changed
 * @param reason why
 * @param time when the change was complete
 * @param duration how long it took, while the cache was in use
 * @param entriesMoved entries that were carried over
 */
public record StrategyChangeDescriptor(String from, String to, String reason, Instant time, Duration duration,
		long entriesMoved) implements OperationResponseBody {

	static StrategyChangeDescriptor of(StrategyChange change) {
		return new StrategyChangeDescriptor(change.from().id(), change.to().id(), change.reason(), change.time(),
				change.duration(), change.entriesMoved());
	}

}
