package io.bespokecache.map;

import java.util.concurrent.locks.LockSupport;

/**
 * Divides long work in the background into short bursts. Who works on without a break
 * takes the processor from another thread, where there is none to spare, for the whole of
 * a time slice, which is several milliseconds; who has just slept is given one when he
 * needs it, and gives it back soon.
 */
final class Pace {

	/** Slots moved in a burst: some tens of microseconds. */
	private static final int UNITS = 512;

	private static final long BREAK_NANOS = 50_000;

	private int done;

	/**
	 * Takes a break if it is time.
	 * @param units what was done since the last call, in slots moved
	 */
	void did(int units) {
		this.done += units;
		if (this.done >= UNITS) {
			this.done = 0;
			LockSupport.parkNanos(BREAK_NANOS);
		}
	}

}
