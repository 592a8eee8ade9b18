package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.cache.StrategyChange;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One change of the map behind a cache.
 *
 * @param from strategy of the former map
 * @param to strategy of the map that took its place; the same one if a limit was changed
 * @param reason why
 * @param time when the change was complete
 * @param duration how long it took
 * @param entriesMoved entries that were carried over
 */
public record ChangeDescriptor(String from, String to, String reason, Instant time, Duration duration,
		long entriesMoved) implements OperationResponseBody {

	static ChangeDescriptor of(StrategyChange change) {
		return new ChangeDescriptor(change.from().id(), change.to().id(), change.reason(), change.time(),
				change.duration(), change.entriesMoved());
	}

}
