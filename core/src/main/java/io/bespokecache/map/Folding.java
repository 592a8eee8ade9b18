package io.bespokecache.map;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One promotion under way: moves the entries of a read table and of a delta to the next
 * read table, a few at a time. Guarded by the lock of promotions, so there is one mover
 * at a time; he takes no other lock.
 * <p>
 * <b>The sources are frozen.</b> Neither the read table nor the delta takes new keys, and
 * none of their entries changes its place, for a key that is removed is only marked as
 * {@linkplain Segment#DEAD dead}. Values change, under the lock of the key's stripe,
 * which the mover does not have.
 * <p>
 * <b>A move.</b> The mover adds key and value to the next table, where nobody looks for a
 * key before he has met the mark {@linkplain ReadTable#MOVED moved} where it was. Then he
 * sets that mark by a compare-and-set from the value that he has added. If a writer has
 * changed the value since, he sets the new one in the next table and tries again. So
 * whoever meets the mark finds the last value that was set before it; the volatile
 * semantics of the compare-and-set, and of the load that meets the mark, show him the
 * entry that was stored before. Writers set values by a compare-and-set too, which fails
 * on a mark: with a plain store, a value that came just after the mark would be lost.
 * <p>
 * A dead entry is marked and not copied. One that dies between the two steps of its move
 * has a place in the next table and is dead there.
 */
final class Folding {

	/** What was there when entries began to move. */
	final Levels levels;

	final Segment next;

	final Promotion.Cause cause;

	/** When it began, by the nano clock. */
	final long started;

	/** How long the first key of the delta had waited, in nanoseconds. */
	final long waited;

	/** Keys that were in the delta when it was closed. */
	final long keysMoved;

	/** Slots of {@link #next} that were filled from the delta. */
	final BitSet filled;

	private final PromotingCacheMap<?, ?> map;

	private final SegmentTable delta;

	/** The read table first, then one segment of the delta after the other. */
	private Segment source;

	private int slot;

	private Iterator<Object> overflow;

	/** Key without a slot that is to be moved next. */
	private @Nullable Object pending;

	/** First hash of the delta that no segment so far had, as an unsigned number. */
	private long hash;

	/** Keys from the delta that have no slot in the next table. */
	private long unslotted;

	/** Whether the entry that is being moved has been added to {@link #next}. */
	private boolean added;

	Folding(PromotingCacheMap<?, ?> map, Levels levels, SegmentTable delta, Segment next, Promotion.Cause cause,
			long started, long waited, long keysMoved) {
		this.map = map;
		this.levels = levels;
		this.delta = delta;
		this.next = next;
		this.cause = cause;
		this.started = started;
		this.waited = waited;
		this.keysMoved = keysMoved;
		this.filled = new BitSet((keysMoved > 0) ? next.slots : 0);
		this.source = levels.read;
		this.overflow = overflowOf(this.source);
	}

	private static Iterator<Object> overflowOf(Segment source) {
		var overflow = source.overflow();
		List<Object> keys = (overflow != null) ? new ArrayList<>(overflow.keySet()) : List.of();
		return keys.iterator();
	}

	/**
	 * Moves a few entries.
	 * @param slots how many slots to look at, at most
	 * @return {@code true} if all have been moved
	 */
	boolean step(int slots) {
		for (int i = 0; i < slots; i++) {
			if (this.slot < this.source.slots) {
				if (!this.source.isFree(this.slot)) {
					moveSlot(this.source, this.slot);
				}
				this.slot++;
				this.added = false;
			}
			else if (this.pending != null) {
				moveUnslotted(this.source, this.pending);
				this.pending = null;
				this.added = false;
			}
			else if (this.overflow.hasNext()) {
				this.pending = this.overflow.next();
			}
			else if (this.hash < SegmentTable.HASHES) {
				this.source = this.delta.segment((int) this.hash);
				this.hash = this.source.next(this.hash);
				this.overflow = overflowOf(this.source);
				this.slot = 0;
			}
			else {
				return true;
			}
		}
		return false;
	}

	/** Keys from the delta of which {@link #filled} can tell what became of them. */
	long keysToJudge() {
		return this.keysMoved - this.unslotted;
	}

	/**
	 * Moves one entry. What of it can fail (a key's hash code, its comparison with
	 * others, memory) may do so at any step: the next attempt goes on behind the last
	 * step that was done.
	 */
	private void moveSlot(Segment source, int slot) {
		Object value = present(source.value(slot));
		while (value == Segment.DEAD && !this.added) {
			if (source.compareAndSetValue(slot, value, ReadTable.MOVED)) {
				return;
			}
			value = present(source.value(slot));
		}
		if (value != ReadTable.MOVED) {
			int hash = source.hash(slot);
			if (this.added) {
				this.next.replace(source.key(slot), hash, value);
			}
			else {
				source.copyInto(slot, hash, this.next, value);
				this.added = true;
			}
			beforeMark();
			while (!source.compareAndSetValue(slot, value, ReadTable.MOVED)) {
				value = present(source.value(slot));
				this.next.replace(source.key(slot), hash, value);
			}
			marked(hash, value);
		}
		if (source != this.levels.read) {
			noteFilled(source.key(slot), source.hash(slot));
		}
	}

	private void moveUnslotted(Segment source, Object key) {
		Object value = present(source.overflowing(key));
		while (value == Segment.DEAD && !this.added) {
			if (ReadTable.compareAndSetUnslotted(source, key, value, ReadTable.MOVED)) {
				return;
			}
			value = present(source.overflowing(key));
		}
		int hash = KeyHash.of(key);
		if (value != ReadTable.MOVED) {
			if (this.added) {
				this.next.replace(key, hash, value);
			}
			else {
				this.next.add(key, hash, value);
				this.added = true;
			}
			beforeMark();
			while (!ReadTable.compareAndSetUnslotted(source, key, value, ReadTable.MOVED)) {
				value = present(source.overflowing(key));
				this.next.replace(key, hash, value);
			}
			marked(hash, value);
		}
		if (source != this.levels.read) {
			noteFilled(key, hash);
		}
	}

	private void marked(int hash, Object value) {
		if (value == Segment.DEAD) {
			this.map.stripe(hash).bornDead(this.levels.readNumber + 1);
		}
	}

	private void noteFilled(Object key, int hash) {
		int slot = this.next.find(key, hash);
		if (slot != Segment.ABSENT) {
			this.filled.set(slot);
		}
		else {
			this.unslotted++;
		}
	}

	private void beforeMark() {
		Runnable action = this.map.beforeMark;
		if (action != null) {
			action.run();
		}
	}

	private static Object present(@Nullable Object value) {
		if (value == null) {
			throw new IllegalStateException("An entry is gone from a table that loses none");
		}
		return value;
	}

}
