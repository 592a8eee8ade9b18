package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * When a cache that may switch does: once another strategy has been better for some
 * reviews, but not soon after the last change. Each time it goes back to where it came
 * from, it stays there for twice as long. Not thread-safe.
 */
final class StrategySwitch {

	private static final long FIRST_DWELL = Duration.ofMinutes(1).toNanos();

	private static final long LONGEST_DWELL = Duration.ofDays(1).toNanos();

	private @Nullable Strategy former;

	private long dwell = FIRST_DWELL;

	private long changedAt;

	/**
	 * Whether it is time to change.
	 * @param current strategy of the cache
	 * @param better the one that is better
	 * @param now the time in nanoseconds
	 */
	boolean isDue(Strategy current, Strategy better, long now) {
		return better != current && (this.former == null || now - this.changedAt >= this.dwell);
	}

	/**
	 * It changes.
	 */
	void changed(Strategy from, Strategy to, long now) {
		if (to == this.former) {
			this.dwell = Math.min(2 * this.dwell, LONGEST_DWELL);
		}
		this.former = from;
		this.changedAt = now;
	}

}
