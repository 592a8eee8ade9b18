package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Where writers come in and go out, so that somebody can wait for all that came in before
 * a moment, while others go on coming. Nobody ever waits to come in.
 * <p>
 * Writers are counted in one of two sets of cells, whichever the epoch names. Each uses
 * the cell of its thread when it comes and when it goes, so that no cell is ever below
 * the number of those who are in by it. Whoever waits turns the epoch, so that newcomers
 * leave the former set alone, and waits for each of its cells to be zero at one moment.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>A writer counts itself before it looks for the map to write to; whoever changes the
 * map does so before he looks at the cells. Both are volatile, so he sees the writer, or
 * the writer sees the new map.</li>
 * <li>Both sets are waited for, one after the other. A writer may have looked at the
 * epoch long ago and count itself in the set that nobody has waited for since; one set
 * would not do.</li>
 * </ol>
 *
 * @see <a href="https://www.kernel.org/doc/html/latest/RCU/whatisRCU.html">Sleepable RCU,
 * after which this is made</a>
 */
class WriterGate {

	private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

	/** Two lines apart: processors fetch lines in pairs. */
	private static final int STRIDE = 128 / Long.BYTES;

	private static final long PAUSE_NANOS = 50_000;

	private static final int MOST_STRIPES = 64;

	private final long[] cells;

	private final int stripes;

	/** 0 or 1. */
	private volatile int epoch;

	WriterGate() {
		int count = 1;
		while (count < Runtime.getRuntime().availableProcessors() && count < MOST_STRIPES) {
			count <<= 1;
		}
		this.stripes = count;
		this.cells = new long[STRIDE * (2 * count + 1)];
	}

	/**
	 * Comes in.
	 * @return what to go {@linkplain #leave out} with
	 */
	int enter() {
		int cell = cell(this.epoch, (int) Thread.currentThread().getId() & (this.stripes - 1));
		CELL.getAndAdd(this.cells, cell, 1L);
		return cell;
	}

	/**
	 * Goes out.
	 * @param cell what {@link #enter} has returned
	 */
	final void leave(int cell) {
		CELL.getAndAdd(this.cells, cell, -1L);
	}

	private int cell(int epoch, int stripe) {
		return STRIDE * (1 + epoch * this.stripes + stripe);
	}

	/**
	 * Waits for all who had come in before this call. By one thread at a time.
	 * @param limit how long
	 * @return {@code false} if some are still in, or the calling thread was interrupted
	 */
	final boolean awaitWriters(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		int former = this.epoch;
		return awaitWriters(former, deadline) && awaitWriters(1 - former, deadline);
	}

	private boolean awaitWriters(int former, long deadline) {
		this.epoch = 1 - former;
		for (int stripe = 0; stripe < this.stripes; stripe++) {
			while ((long) CELL.getVolatile(this.cells, cell(former, stripe)) != 0) {
				if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
					return false;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		return true;
	}

}
