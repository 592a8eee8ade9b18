package io.bespokecache.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * A counter with a cell for each of some threads, which nobody else writes to: so an
 * increment needs no atomic instruction, and nothing is lost. Threads that find no cell
 * free share a {@link LongAdder}; those are the most of them where there are many more
 * threads than cells, as virtual ones. Thread-safe.
 */
final class OwnedCounter {

	/** A power of two. */
	private static final int SLOTS = 64;

	/**
	 * By the threads' numbers. A slot is written under the lock, and read without: who
	 * sees a former cell is not its owner, and who sees his own has made it himself.
	 */
	private final @Nullable Cell[] cells = new Cell[SLOTS];

	private final LongAdder others = new LongAdder();

	/** Counts of threads that have ended. Guarded by the lock. */
	private long ended;

	/** Counts one. */
	void increment() {
		Thread thread = Thread.currentThread();
		Cell cell = this.cells[slot(thread)];
		if (cell != null && cell.refersTo(thread)) {
			cell.increment();
		}
		else {
			incrementInOther(thread, cell);
		}
	}

	private static int slot(Thread thread) {
		return (int) thread.getId() & (SLOTS - 1);
	}

	private void incrementInOther(Thread thread, @Nullable Cell present) {
		if (present == null || present.refersTo(null)) {
			claim(thread);
		}
		this.others.increment();
	}

	/** Takes a slot whose thread has ended, and is garbage, or never was. */
	private synchronized void claim(Thread thread) {
		Cell cell = this.cells[slot(thread)];
		if (cell == null || cell.refersTo(null)) {
			this.ended += (cell != null) ? cell.count() : 0;
			this.cells[slot(thread)] = new Cell(thread);
		}
	}

	/**
	 * What has been counted; exact once the increments have returned.
	 */
	synchronized long sum() {
		long sum = this.ended + this.others.sum();
		for (Cell cell : this.cells) {
			sum += (cell != null) ? cell.count() : 0;
		}
		return sum;
	}

	/** A line between the thread, which is only read, and the count. */
	@SuppressWarnings("UnusedVariable") // they only take room
	private abstract static class Padding extends WeakReference<Thread> {

		private long p0;

		private long p1;

		private long p2;

		private long p3;

		private long p4;

		private long p5;

		private long p6;

		private long p7;

		Padding(Thread thread) {
			super(thread);
		}

	}

	/** What one thread has counted. */
	private abstract static class Count extends Padding {

		private static final VarHandle COUNT;

		static {
			try {
				COUNT = MethodHandles.lookup().findVarHandle(Count.class, "count", long.class);
			}
			catch (ReflectiveOperationException ex) {
				throw new ExceptionInInitializerError(ex);
			}
		}

		/** Written by the owner alone. */
		private long count;

		Count(Thread thread) {
			super(thread);
		}

		/**
		 * Opaque: in one piece, and seen by all in the end; whoever learns that the call
		 * has returned sees it then.
		 */
		final void increment() {
			COUNT.setOpaque(this, this.count + 1);
		}

		final long count() {
			return (long) COUNT.getOpaque(this);
		}

	}

	/** A line between the count and the object that lies behind it. */
	@SuppressWarnings("UnusedVariable") // they only take room
	private static final class Cell extends Count {

		private long p0;

		private long p1;

		private long p2;

		private long p3;

		private long p4;

		private long p5;

		private long p6;

		private long p7;

		Cell(Thread thread) {
			super(thread);
		}

	}

}
