package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock that keeps the writers of a {@link NodeSegment} apart, and what only its
 * holder changes and others read now and then.
 */
abstract class NodeSegmentLock extends OwnedLock {

	private static final VarHandle VERSION;

	private static final VarHandle LIVE;

	private static final VarHandle WEIGHT;

	private static final VarHandle EVICTED_BY_SIZE;

	private static final VarHandle EVICTED_BY_EXPIRY;

	private static final VarHandle EVICTED_BY_COLLECTION;

	private static final VarHandle EARLIEST;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			VERSION = lookup.findVarHandle(NodeSegmentLock.class, "version", int.class);
			LIVE = lookup.findVarHandle(NodeSegmentLock.class, "live", int.class);
			WEIGHT = lookup.findVarHandle(NodeSegmentLock.class, "weight", long.class);
			EVICTED_BY_SIZE = lookup.findVarHandle(NodeSegmentLock.class, "evictedBySize", long.class);
			EVICTED_BY_EXPIRY = lookup.findVarHandle(NodeSegmentLock.class, "evictedByExpiry", long.class);
			EVICTED_BY_COLLECTION = lookup.findVarHandle(NodeSegmentLock.class, "evictedByCollection", long.class);
			EARLIEST = lookup.findVarHandle(NodeSegmentLock.class, "earliest", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Odd while entries change their slots or leave them, and another one whenever that
	 * is done.
	 */
	@SuppressWarnings("UnusedVariable") // read and written through VERSION
	private int version;

	/** Entries. Written under the lock, as what follows. */
	@SuppressWarnings("UnusedVariable") // read and written through LIVE
	private int live;

	/**
	 * The time, when the lock was taken for a change: what had not expired by then is
	 * present to all of it.
	 */
	long now;

	/** Places that were left and may be taken without asking the other segments. */
	int places;

	private long weight;

	private long evictedBySize;

	private long evictedByExpiry;

	private long evictedByCollection;

	/** Needs no lock. */
	@SuppressWarnings("UnusedVariable") // read and written through EARLIEST
	private long earliest = Long.MAX_VALUE;

	/** Number of entries. Exact for the holder of the lock. */
	final int live() {
		return (int) LIVE.getOpaque(this);
	}

	final void setLive(int live) {
		LIVE.setOpaque(this, live);
	}

	/** Sum of the weights, if entries are weighed. Exact for the holder of the lock. */
	final long weight() {
		return (long) WEIGHT.getOpaque(this);
	}

	final void addWeight(long change) {
		WEIGHT.setOpaque(this, this.weight + change);
	}

	/**
	 * Counts an entry that was evicted. Nobody misses it who has seen its effect: the
	 * lock is given back after that.
	 */
	final void countEviction(EvictionCause cause) {
		switch (cause) {
			case SIZE -> EVICTED_BY_SIZE.setOpaque(this, this.evictedBySize + 1);
			case EXPIRED -> EVICTED_BY_EXPIRY.setOpaque(this, this.evictedByExpiry + 1);
			case COLLECTED -> EVICTED_BY_COLLECTION.setOpaque(this, this.evictedByCollection + 1);
		}
	}

	/** Entries that were evicted for a cause. */
	final long evictions(EvictionCause cause) {
		return switch (cause) {
			case SIZE -> (long) EVICTED_BY_SIZE.getOpaque(this);
			case EXPIRED -> (long) EVICTED_BY_EXPIRY.getOpaque(this);
			case COLLECTED -> (long) EVICTED_BY_COLLECTION.getOpaque(this);
		};
	}

	/** A time before which no entry expires; {@link Long#MAX_VALUE} if none does. */
	final long earliest() {
		return (long) EARLIEST.getOpaque(this);
	}

	/** Forgets the time before which no entry expires, before it is found out anew. */
	final void forgetEarliest() {
		EARLIEST.setVolatile(this, Long.MAX_VALUE);
	}

	/**
	 * An entry expires at a time. Needs no lock.
	 * @param deadline the time, by the nano clock
	 */
	final void noteDeadline(long deadline) {
		long earliest = (long) EARLIEST.getVolatile(this);
		while (earliest == Long.MAX_VALUE || deadline - earliest < 0) {
			if (EARLIEST.compareAndSet(this, earliest, deadline)) {
				return;
			}
			earliest = (long) EARLIEST.getVolatile(this);
		}
	}

	final int version() {
		return (int) VERSION.getVolatile(this);
	}

	/**
	 * Slots are about to change. Each of them is stored with release, so whoever sees one
	 * as it is after that sees an odd version too, or a later one.
	 */
	final void beginMove() {
		VERSION.setOpaque(this, (int) VERSION.get(this) + 1);
	}

	final void endMove() {
		VERSION.setRelease(this, (int) VERSION.get(this) + 1);
	}

	/** Gives the lock back. */
	final void unlock() {
		unlock(false);
	}

}
