package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long somebody tries to get what others have, and how long he keeps still others
 * waiting for it at a time: at first a moment, and twice as long with each attempt, so
 * that he gets it in the end from those who have it for a short time each; in between he
 * lets them go on for as long. By one thread.
 */
final class Patience {

	private static final long FIRST_ATTEMPT = 50_000;

	private static final long LONGEST_ATTEMPT = 50_000_000;

	private final long deadline;

	private long attempt = FIRST_ATTEMPT;

	Patience(Duration duration) {
		this.deadline = System.nanoTime() + duration.toNanos();
	}

	Duration left() {
		return Duration.ofNanos(Math.max(0, this.deadline - System.nanoTime()));
	}

	/** Whether time is up, or the thread was interrupted. */
	boolean isOver() {
		return System.nanoTime() - this.deadline >= 0 || Thread.currentThread().isInterrupted();
	}

	/** The end of an attempt that begins now. */
	long endOfAttempt() {
		return System.nanoTime() + this.attempt;
	}

	/** After an attempt that has failed. */
	void pause() {
		LockSupport.parkNanos(this.attempt);
		this.attempt = Math.min(2 * this.attempt, LONGEST_ATTEMPT);
	}

}
