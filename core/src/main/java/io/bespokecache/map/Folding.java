package io.bespokecache.map;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One promotion under way: moves the entries of a read table and of a delta to the next
 * read table, a few at a time. Guarded by the lock of promotions.
 * <p>
 * Each entry is moved under the lock of its key's stripe: it is added to the next table
 * first, and then marked as moved where it was. So a reader that meets the mark finds the
 * entry in the next table, and a writer, who holds the same lock, never writes to a place
 * that has been passed.
 */
final class Folding {

	/** What was there when the delta was closed. */
	final Levels levels;

	final Segment next;

	final Promotion.Cause cause;

	/** When it began, by the nano clock. */
	final long started;

	/** How long the first key of the delta had waited, in nanoseconds. */
	final long waited;

	/** Keys that were in the delta. */
	final long keysMoved;

	/** Slots of {@link #next} that were filled from the delta. */
	final BitSet filled = new BitSet();

	private final SegmentTable delta;

	private int slot;

	private long moved;

	private Iterator<Object> overflow;

	private final SegmentCursor cursor;

	/** Key that is to be moved next. */
	private @Nullable Object pending;

	Folding(Levels levels, SegmentTable delta, Segment next, Promotion.Cause cause, long started, long waited,
			long keysMoved) {
		this.levels = levels;
		this.delta = delta;
		this.next = next;
		this.cause = cause;
		this.started = started;
		this.waited = waited;
		this.keysMoved = keysMoved;
		this.overflow = overflowOf(levels.read);
		this.cursor = new SegmentCursor(delta);
	}

	private static Iterator<Object> overflowOf(Segment read) {
		var overflow = read.overflow();
		List<Object> keys = (overflow != null) ? new ArrayList<>(overflow.keySet()) : List.of();
		return keys.iterator();
	}

	/**
	 * Moves a few entries.
	 * @param map whose locks guard them
	 * @param slots how many slots to look at, at most
	 * @return {@code true} if all have been moved
	 */
	boolean step(PromotingCacheMap<?, ?> map, int slots) {
		Segment read = this.levels.read;
		for (int i = 0; i < slots; i++) {
			Object key = this.pending;
			if (this.slot < read.slots) {
				if (!read.isFree(this.slot) && !moveSlot(map, read, this.slot)) {
					return false;
				}
				this.slot++;
				this.moved++;
			}
			else if (key != null) {
				if (!move(map, key, KeyHash.of(key))) {
					return false;
				}
				this.pending = null;
				this.moved++;
			}
			else if (this.overflow.hasNext()) {
				this.pending = this.overflow.next();
			}
			else if (this.cursor.advance()) {
				this.pending = this.cursor.key();
			}
			else {
				return true;
			}
		}
		return false;
	}

	/** How many places have been passed; tells whether a step got on. */
	long moved() {
		return this.moved;
	}

	private boolean moveSlot(PromotingCacheMap<?, ?> map, Segment read, int slot) {
		int hash = read.hash(slot);
		Stripe stripe = map.stripe(hash);
		if (!stripe.lock.tryLock()) {
			return false;
		}
		try {
			Object value = read.value(slot);
			if (value != null && ReadTable.isValue(value)) {
				read.copyInto(slot, this.next, value);
			}
			read.setValue(slot, ReadTable.MOVED);
			return true;
		}
		finally {
			stripe.lock.unlock();
		}
	}

	private boolean move(PromotingCacheMap<?, ?> map, Object key, int hash) {
		Stripe stripe = map.stripe(hash);
		if (!stripe.lock.tryLock()) {
			return false;
		}
		try {
			Segment read = this.levels.read;
			Object value = read.locked(key, hash);
			if (value == null) {
				moveFromDelta(key, hash);
			}
			else {
				if (ReadTable.isValue(value)) {
					this.next.add(key, hash, value);
				}
				read.replace(key, hash, ReadTable.MOVED);
			}
			return true;
		}
		finally {
			stripe.lock.unlock();
		}
	}

	private void moveFromDelta(Object key, int hash) {
		Object value = this.delta.get(key, hash);
		// Else it was removed meanwhile.
		if (value != null) {
			this.next.add(key, hash, value);
			int slot = this.next.find(key, hash);
			if (slot != Segment.ABSENT) {
				this.filled.set(slot);
			}
			Segment segment = this.delta.lock(hash);
			try {
				segment.replace(key, hash, ReadTable.MOVED);
			}
			finally {
				segment.unlock();
			}
		}
	}

}
