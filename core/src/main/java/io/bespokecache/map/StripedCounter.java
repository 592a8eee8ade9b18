package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter in stripes, each on cache lines of its own, so that threads which count at
 * the same time seldom meet. Nothing is lost: each increment is atomic. Unlike
 * {@link java.util.concurrent.atomic.LongAdder} it tells how far its stripe has come, by
 * which a caller can do something every so many times at no further cost.
 */
final class StripedCounter {

	private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

	/** Two lines apart: processors fetch lines in pairs. */
	private static final int STRIDE = 128 / Long.BYTES;

	private final long[] cells;

	private final int mask;

	StripedCounter() {
		this(Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Makes a counter at zero.
	 * @param stripes number of stripes; rounded up to a power of two
	 */
	StripedCounter(int stripes) {
		int count = 1;
		while (count < stripes) {
			count <<= 1;
		}
		this.mask = count - 1;
		// One stride more than stripes: the header of the array shares no line with one.
		this.cells = new long[STRIDE * (count + 1)];
	}

	/**
	 * Counts one.
	 * @return what the stripe of this thread has counted, this one included
	 */
	long increment() {
		int stripe = (int) Thread.currentThread().getId() & this.mask;
		return (long) CELL.getAndAdd(this.cells, STRIDE * (stripe + 1), 1L) + 1;
	}

	/**
	 * What has been counted; exact once the increments have returned.
	 * @return the sum over all stripes
	 */
	long sum() {
		long sum = 0;
		for (int i = STRIDE; i < this.cells.length; i += STRIDE) {
			sum += (long) CELL.getVolatile(this.cells, i);
		}
		return sum;
	}

}
