package io.bespokecache.map;

import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Lays out the read tables of a promoting map: one {@link Segment} for all keys, whose
 * values change and whose keys do not once it is complete.
 * <p>
 * A value may be a mark: {@link Segment#DEAD} of a key that was removed, which keeps its
 * slot, or {@link #MOVED} of one whose entry is in the next read table, if it has one.
 */
final class ReadTable {

	/** The next read table, or the delta, has the entry, if there is one. */
	static final Object MOVED = new Object();

	/** Entries up to which memory is spent on shorter probes. */
	private static final int FEW_ENTRIES = 4096;

	private static final int MAXIMUM_SLOTS = 1 << 28;

	/** Homes that are found in the time that it takes to move a slot. */
	private static final int HOMES_A_UNIT = 8;

	private static final int REFERENCE_BYTES = 4;

	private ReadTable() {
	}

	/**
	 * Makes a table for some keys, of the kind that covers all of them, and spread so
	 * that most lie at home.
	 * @param keys the keys
	 * @param capacity how many keys there are, or a few more
	 * @param eager whether to pack Strings however few there are, for tests
	 * @return an empty table that nobody else knows yet
	 */
	static Segment layOut(Iterable<Object> keys, int capacity, boolean eager) {
		Pace pace = new Pace();
		KeyKind kind = null;
		int[] hashes = new int[capacity];
		int count = 0;
		for (Object key : keys) {
			kind = (kind == null) ? KeyKind.of(key) : kind.covers(key) ? kind : KeyKind.OBJECT;
			if (count < capacity) {
				hashes[count++] = KeyHash.of(key);
			}
			pace.did(1);
		}
		int slots = slotsFor(count);
		if (kind == null || (kind == KeyKind.STRING && slots < SegmentTable.PACKED_STRING_SLOTS && !eager)) {
			kind = KeyKind.OBJECT;
		}
		int best = 0;
		int most = -1;
		for (int spread = 0; spread < Segment.SPREADS; spread++) {
			int homes = homes(SegmentTable.create(KeyKind.OBJECT, 0, spread, 1), slots, hashes, count, pace);
			if (homes > most) {
				best = spread;
				most = homes;
			}
		}
		return SegmentTable.create(kind, 0, best, slots);
	}

	private static int slotsFor(int entries) {
		return (int) Math.min(Math.max((entries < FEW_ENTRIES) ? entries * 7L / 2 : entries * 2L, 8), MAXIMUM_SLOTS);
	}

	/** How many different slots are home to the keys. */
	private static int homes(Segment segment, int slots, int[] hashes, int count, Pace pace) {
		BitSet homes = new BitSet(slots);
		for (int i = 0; i < count; i++) {
			homes.set(segment.home(hashes[i], slots));
			if (i % HOMES_A_UNIT == 0) {
				pace.did(1);
			}
		}
		return homes.cardinality();
	}

	/**
	 * What a table has allocated, where references take {@value #REFERENCE_BYTES} bytes.
	 * @param table the table
	 * @return the number of bytes, object headers left out
	 */
	static long bytes(Segment table) {
		int slot = switch (table.kind()) {
			case OBJECT -> Short.BYTES + 2 * REFERENCE_BYTES;
			case LONG, INTEGER -> Long.BYTES + REFERENCE_BYTES;
			case UUID, STRING -> 2 * Long.BYTES + REFERENCE_BYTES;
		};
		return (long) slot * table.slots;
	}

	/**
	 * Sets the value of a key, or marks it, unless its entry has moved.
	 * <p>
	 * The caller keeps other writers of the key away; whoever moves entries is not kept
	 * away, so the value changes by a compare-and-set, which fails for his mark only.
	 * @param table a table whose entries stay where they are
	 * @param key the key
	 * @param hash its hash
	 * @param value the value or {@link Segment#DEAD}
	 * @return the value or the mark before, {@link #MOVED} if it stays, or {@code null}
	 * if the key is not there
	 */
	static @Nullable Object replace(Segment table, Object key, int hash, Object value) {
		int slot = table.find(key, hash);
		while (true) {
			Object before = (slot != Segment.ABSENT) ? table.value(slot) : table.overflowing(key);
			if (before == null || before == MOVED
					|| ((slot != Segment.ABSENT) ? table.compareAndSetValue(slot, before, value)
							: compareAndSetUnslotted(table, key, before, value))) {
				return before;
			}
		}
	}

	/**
	 * Replaces the value of a key that has no slot, if it is still the one that is
	 * expected: that very one, where a map would take an equal one for it.
	 * @return {@code false} if it is another
	 */
	static boolean compareAndSetUnslotted(Segment table, Object key, Object expected, Object value) {
		ConcurrentHashMap<Object, Object> overflow = table.overflow();
		return overflow != null && overflow.computeIfPresent(key,
				(sameKey, present) -> (present == expected) ? value : present) == value;
	}

	/**
	 * What a slot holds, to a reader.
	 * @param value a value or a mark
	 * @return {@code true} if it is a value
	 */
	static boolean isValue(@Nullable Object value) {
		return value != null && value != Segment.DEAD && value != MOVED;
	}

}
