package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * When a cache that may switch does: once another strategy has been better for some
 * reviews, but not soon after the last change, whoever made that. Each time it goes back
 * to where it came from, it stays there for twice as long. An attempt that failed is
 * repeated after pauses that double in the same way. Thread-safe.
 */
final class StrategySwitch {

	private static final long FIRST_DWELL = Duration.ofMinutes(1).toNanos();

	private static final long LONGEST_DWELL = Duration.ofDays(1).toNanos();

	private @Nullable Strategy former;

	private long dwell = FIRST_DWELL;

	private boolean resting;

	/** How long it rests. */
	private long rest;

	private long restsSince;

	private long pause = FIRST_DWELL;

	/**
	 * Whether it is time to change.
	 * @param current strategy of the cache
	 * @param better the one that is better
	 * @param now the time in nanoseconds
	 */
	synchronized boolean isDue(Strategy current, Strategy better, long now) {
		return better != current && (!this.resting || now - this.restsSince >= this.rest);
	}

	/**
	 * It has changed.
	 * @param from the former strategy
	 * @param to the new one; the same if only limits were changed
	 * @param now the time in nanoseconds
	 */
	synchronized void changed(Strategy from, Strategy to, long now) {
		if (from != to) {
			if (to == this.former) {
				this.dwell = Math.min(2 * this.dwell, LONGEST_DWELL);
			}
			this.former = from;
		}
		this.pause = FIRST_DWELL;
		rest(this.dwell, now);
	}

	/**
	 * It was to change, and could not.
	 * @param now the time in nanoseconds
	 */
	synchronized void refused(long now) {
		rest(this.pause, now);
		this.pause = Math.min(2 * this.pause, LONGEST_DWELL);
	}

	private void rest(long duration, long now) {
		this.resting = true;
		this.rest = duration;
		this.restsSince = now;
	}

}
