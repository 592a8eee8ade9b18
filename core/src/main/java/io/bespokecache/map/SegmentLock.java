package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock that keeps the writers of a segment apart, and what only its holder changes:
 * all that is written at each change, save the entries themselves.
 */
abstract class SegmentLock extends OwnedLock {

	private static final VarHandle LIVE;

	static {
		try {
			LIVE = MethodHandles.lookup().findVarHandle(SegmentLock.class, "live", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

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

	/** Gives the lock back. */
	final void unlock() {
		unlock(this.replaced);
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
