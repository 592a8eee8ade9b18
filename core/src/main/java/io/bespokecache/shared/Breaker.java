package io.bespokecache.shared;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps callers from operations that have no prospect: after some failures in a row it is
 * open, until an operation of the heartbeat, which is attempted regardless, succeeds.
 * Thread-safe.
 */
final class Breaker {

	private final int limit;

	private final AtomicInteger failures = new AtomicInteger();

	private volatile boolean open;

	/** When it was opened last; written before it is. */
	private volatile long openedAt;

	Breaker(int limit) {
		this.limit = limit;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * An operation has failed.
	 * @param now the time in nanoseconds
	 * @return whether that has opened the breaker
	 */
	boolean failed(long now) {
		if (this.failures.incrementAndGet() < this.limit || this.open) {
			return false;
		}
		this.openedAt = now;
		this.open = true;
		return true;
	}

	/**
	 * When it was opened last.
	 */
	long openedAt() {
		return this.openedAt;
	}

	/**
	 * An operation of a caller has succeeded. It may have been begun before others that
	 * failed, and closes nothing.
	 */
	void succeeded() {
		if (!this.open && this.failures.get() != 0) {
			this.failures.set(0);
		}
	}

	/**
	 * An operation of the heartbeat has succeeded.
	 * @return whether that has closed the breaker
	 */
	boolean close() {
		this.failures.set(0);
		boolean wasOpen = this.open;
		this.open = false;
		return wasOpen;
	}

}
