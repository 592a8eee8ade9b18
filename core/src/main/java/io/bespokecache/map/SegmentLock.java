package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * The lock that keeps the writers of a segment apart, and what only its holder changes:
 * all that is written at each change, save the entries themselves.
 * <p>
 * It is a lock that is never waited for: whoever finds it taken tries again, or looks for
 * the segment's successors.
 */
abstract class SegmentLock {

	private static final int FREE = 0;

	private static final int LOCKED = 1;

	/** There are successors, and nobody gets the lock any more. */
	private static final int RETIRED = 2;

	private static final VarHandle LOCK;

	private static final VarHandle LIVE;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			LOCK = lookup.findVarHandle(SegmentLock.class, "lock", int.class);
			LIVE = lookup.findVarHandle(SegmentLock.class, "live", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("UnusedVariable") // read and written through LOCK
	private int lock;

	/** Entries, those in the overflow included. Written under the lock. */
	private int live;

	/**
	 * How many slots all keys, dead ones included, together lie behind their homes.
	 * Guarded by the lock.
	 */
	int displacement;

	/** Slots of keys that were removed. Guarded by the lock. */
	int dead;

	/** Entries in the overflow. Guarded by the lock. */
	int overflowing;

	/** Whether successors are in the directory. Guarded by the lock. */
	private boolean replaced;

	/** Who holds the lock; only the owner's own answer can be relied on. */
	private @Nullable Thread owner;

	/**
	 * Takes the lock if it is free.
	 * @return {@code false} if it is not, or this segment is retired
	 */
	final boolean tryLock() {
		if ((int) LOCK.getOpaque(this) == FREE && LOCK.compareAndSet(this, FREE, LOCKED)) {
			this.owner = Thread.currentThread();
			return true;
		}
		return false;
	}

	final boolean isRetired() {
		return (int) LOCK.getVolatile(this) == RETIRED;
	}

	/** Whether the calling thread holds the lock. */
	final boolean isHeldByCurrentThread() {
		return this.owner == Thread.currentThread();
	}

	/**
	 * Gives the lock back. All stores since it was taken are visible to all after this.
	 */
	final void unlock() {
		this.owner = null;
		VarHandle.fullFence();
		LOCK.setRelease(this, this.replaced ? RETIRED : FREE);
	}

	/** Makes the lock one that nobody gets once it has been given back. */
	final void replaced() {
		this.replaced = true;
	}

	/** Whether there are successors. The caller holds the lock. */
	final boolean isReplaced() {
		return this.replaced;
	}

	/**
	 * Number of entries. Exact for the holder of the lock.
	 * @return the number of entries
	 */
	final int live() {
		return (int) LIVE.getOpaque(this);
	}

	/** Number of entries that have a slot. Exact for the holder of the lock. */
	final int slotted() {
		return this.live - this.overflowing;
	}

	/** Number of slots that are not free. Exact for the holder of the lock. */
	final int used() {
		return slotted() + this.dead;
	}

	/** A key has come back that was removed. */
	final void revived() {
		this.dead--;
		addLive(1);
	}

	final void addLive(int change) {
		LIVE.setOpaque(this, this.live + change);
	}

}
