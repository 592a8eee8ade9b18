package io.bespokecache.spring.redis.observer;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets time pass: that between two requests of a client, or that which a fault lasts.
 */
final class Pause {

	private Pause() {
	}

	/** Waits, at least so long unless the thread is interrupted. */
	static void of(long nanos) {
		until(System.nanoTime() + nanos);
	}

	static void until(long deadline) {
		for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
			LockSupport.parkNanos(left);
		}
	}

}
