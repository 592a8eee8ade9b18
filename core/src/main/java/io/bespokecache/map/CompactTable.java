package io.bespokecache.map;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An open-addressed table that spends as little memory as it can, for one thread at a
 * time.
 * <p>
 * <b>Layout.</b> Key and value of slot {@code i} lie side by side at {@code entries[2i]}
 * and {@code entries[2i + 1]}. {@code distances[i]} is zero if the slot is free, else one
 * more than the number of slots between the key and its home, the slot that its hash
 * names. With compressed references a slot takes 9 bytes, and up to 85 % of the slots are
 * used.
 *
 * <pre>
 *   distances: [ 1 ][ 2 ][ 2 ][ 0 ][ 1 ] ...
 *   entries:   [ k0 v0 ][ k1 v1 ][ k2 v2 ][ - - ][ k4 v4 ] ...
 * </pre>
 *
 * <b>Invariants.</b>
 * <ol>
 * <li>Between a key and its home no slot is free, and no slot has a key that is nearer to
 * its own home than the probe has come: whoever has come further takes the slot, and the
 * rest move on by one (Robin Hood hashing [1]). So the keys of one home lie side by side,
 * probes stay short at 85 %, and one for an absent key ends as early as one for a present
 * key does.</li>
 * <li>The distance says whose home a slot is a continuation of; so a probe compares with
 * keys of its own home only, and a removal moves the keys behind it back by one
 * (backward-shift deletion) without asking any of them for its hash.</li>
 * <li>No home has more than {@value #NEIGHBOURS} keys, no key is further from its home
 * than the window, and no insertion moves more than {@value #MOVES} keys. A key that
 * would break one of these bounds goes to {@code overflow}, whose bins become trees. A
 * key is in one of both places.</li>
 * </ol>
 * <p>
 * <b>Hostile keys.</b> A look-up compares with {@value #NEIGHBOURS} keys at most before
 * it turns to the overflow, and looks at as many slots as the window has. A removal may
 * move any number of keys; but each move shortens a distance, and an insertion lengthens
 * {@value #MOVES} distances at most beside its own, so that over time a removal moves no
 * more keys than that.
 * <p>
 * [1] Celis, <i>Robin Hood Hashing</i>, thesis, University of Waterloo 1986.
 */
final class CompactTable {

	/** Slots that a probe looks at, at most, before it turns to the overflow. */
	static final int WINDOW = Byte.MAX_VALUE;

	/** Keys of one home in the table, at most. */
	static final int NEIGHBOURS = 8;

	/** Keys that an insertion moves, at most. */
	static final int MOVES = 512;

	private static final double MAXIMUM_LOAD = 0.85;

	private static final int MINIMUM_CAPACITY = 8;

	private static final int MAXIMUM_CAPACITY = 1 << 29;

	/** With fewer entries than one in so many slots, a table is mostly empty. */
	private static final int MOSTLY_EMPTY = 8;

	/** Distance of a slot without a key. */
	private static final byte FREE = 0;

	private static final int ABSENT = -1;

	private final byte[] distances;

	private final @Nullable Object[] entries;

	private final int mask;

	/** Greatest distance. */
	private final int window;

	/** Slots with a key. */
	private int used;

	private @Nullable HashMap<Object, Object> overflow;

	/**
	 * Makes an empty table.
	 * @param room how many entries fit before the table is full
	 * @param window slots that a probe looks at before it turns to the overflow, up to
	 * {@value #WINDOW}
	 */
	CompactTable(long room, int window) {
		int capacity = capacityFor(room);
		this.distances = new byte[capacity];
		this.entries = new @Nullable Object[2 * capacity];
		this.mask = capacity - 1;
		this.window = window;
	}

	private static int capacityFor(long room) {
		int capacity = MINIMUM_CAPACITY;
		while (limit(capacity) < room && capacity < MAXIMUM_CAPACITY) {
			capacity <<= 1;
		}
		return capacity;
	}

	private static int limit(int capacity) {
		return (int) (capacity * MAXIMUM_LOAD);
	}

	/**
	 * Value of a key.
	 * @param key the key
	 * @param hash its {@link KeyHash#mixed(Object)}
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key, long hash) {
		int slot = find(key, hash);
		if (slot != ABSENT) {
			return this.entries[2 * slot + 1];
		}
		return (this.overflow != null) ? this.overflow.get(key) : null;
	}

	private int find(Object key, long hash) {
		int slot = (int) hash & this.mask;
		for (int distance = 1; distance <= this.window; distance++) {
			int found = this.distances[slot];
			if (found < distance) {
				return ABSENT;
			}
			if (found == distance && same(key, this.entries[2 * slot])) {
				return slot;
			}
			slot = (slot + 1) & this.mask;
		}
		return ABSENT;
	}

	/**
	 * Replaces the value of a key that is present.
	 * @param key the key
	 * @param hash its {@link KeyHash#mixed(Object)}
	 * @param value the value
	 * @return the value before, or {@code null} if the key is absent
	 */
	@Nullable Object replace(Object key, long hash, Object value) {
		int slot = find(key, hash);
		if (slot != ABSENT) {
			Object before = this.entries[2 * slot + 1];
			this.entries[2 * slot + 1] = value;
			return before;
		}
		return (this.overflow != null) ? this.overflow.replace(key, value) : null;
	}

	/**
	 * Adds a key that is absent. The table is not full.
	 * @param key the key
	 * @param hash its {@link KeyHash#mixed(Object)}
	 * @param value the value
	 */
	void add(Object key, long hash, Object value) {
		if (!insert(key, hash, value)) {
			if (this.overflow == null) {
				this.overflow = new HashMap<>();
			}
			this.overflow.put(key, value);
		}
	}

	private boolean insert(Object key, long hash, Object value) {
		if (this.used >= limit(capacity())) {
			return false;
		}
		int slot = (int) hash & this.mask;
		int neighbours = 0;
		int distance = 1;
		while (this.distances[slot] >= distance) {
			if (this.distances[slot] == distance && ++neighbours == NEIGHBOURS) {
				return false;
			}
			if (++distance > this.window) {
				return false;
			}
			slot = (slot + 1) & this.mask;
		}
		if (!makeRoom(slot)) {
			return false;
		}
		this.distances[slot] = (byte) distance;
		this.entries[2 * slot] = key;
		this.entries[2 * slot + 1] = value;
		this.used++;
		return true;
	}

	/**
	 * Moves the keys from a slot up to the next free one by one, if the bounds allow it.
	 */
	private boolean makeRoom(int slot) {
		int end = slot;
		for (int moves = 0; this.distances[end] != FREE; moves++) {
			if (this.distances[end] == this.window || moves == MOVES) {
				return false;
			}
			end = (end + 1) & this.mask;
		}
		while (end != slot) {
			int from = (end - 1) & this.mask;
			move(from, end, 1);
			end = from;
		}
		return true;
	}

	/**
	 * Removes a key; the table holds on to neither key nor value when this returns.
	 * @param key the key
	 * @param hash its {@link KeyHash#mixed(Object)}
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Object key, long hash) {
		int slot = find(key, hash);
		if (slot == ABSENT) {
			return removeFromOverflow(key);
		}
		Object before = this.entries[2 * slot + 1];
		int next = (slot + 1) & this.mask;
		while (this.distances[next] > 1) {
			move(next, slot, -1);
			slot = next;
			next = (slot + 1) & this.mask;
		}
		this.distances[slot] = FREE;
		this.entries[2 * slot] = null;
		this.entries[2 * slot + 1] = null;
		this.used--;
		return before;
	}

	private @Nullable Object removeFromOverflow(Object key) {
		if (this.overflow == null) {
			return null;
		}
		Object before = this.overflow.remove(key);
		if (this.overflow.isEmpty()) {
			this.overflow = null;
		}
		return before;
	}

	private void move(int from, int to, int change) {
		this.distances[to] = (byte) (this.distances[from] + change);
		this.entries[2 * to] = this.entries[2 * from];
		this.entries[2 * to + 1] = this.entries[2 * from + 1];
	}

	/**
	 * Number of entries.
	 * @return the number of entries
	 */
	int size() {
		return this.used + overflowed();
	}

	/**
	 * Number of entries whose keys found no slot.
	 * @return the number of entries in the overflow
	 */
	int overflowed() {
		return (this.overflow != null) ? this.overflow.size() : 0;
	}

	/**
	 * Number of slots.
	 * @return the number of slots
	 */
	int capacity() {
		return this.mask + 1;
	}

	/**
	 * Whether a larger table must take over before a key is added.
	 * @return {@code true} if there is no room for another key
	 */
	boolean isFull() {
		return this.used >= limit(capacity()) && capacity() < MAXIMUM_CAPACITY;
	}

	/**
	 * Whether a table of half the size or less would have ample room.
	 * @return {@code true} if hardly a slot is used
	 */
	boolean isMostlyEmpty() {
		return capacity() > MINIMUM_CAPACITY && size() < capacity() / MOSTLY_EMPTY;
	}

	/**
	 * Copies the entries to a table of twice the size, and leaves this one as it is.
	 * @return the copy
	 */
	CompactTable larger() {
		return copy(limit(capacity()) + 1L);
	}

	/**
	 * Copies the entries to a table with room for twice as many, and leaves this one as
	 * it is.
	 * @param room for how many entries the copy has room at least
	 * @return the copy
	 */
	CompactTable smaller(long room) {
		return copy(Math.max(2L * size(), room));
	}

	private CompactTable copy(long room) {
		CompactTable copy = new CompactTable(room, this.window);
		@Nullable Object[] entries = this.entries;
		for (int i = 0; i < entries.length; i += 2) {
			Object key = entries[i];
			Object value = entries[i + 1];
			if (key != null && value != null) {
				copy.add(key, KeyHash.mixed(key), value);
			}
		}
		if (this.overflow != null) {
			this.overflow.forEach((key, value) -> copy.add(key, KeyHash.mixed(key), value));
		}
		return copy;
	}

	/**
	 * All entries.
	 * @return keys and values in turn; an array of the caller's own
	 */
	Object[] entries() {
		Object[] copy = new Object[2 * size()];
		int length = 0;
		@Nullable Object[] entries = this.entries;
		for (int i = 0; i < entries.length; i += 2) {
			Object key = entries[i];
			Object value = entries[i + 1];
			if (key != null && value != null) {
				copy[length++] = key;
				copy[length++] = value;
			}
		}
		if (this.overflow != null) {
			for (Map.Entry<Object, Object> entry : this.overflow.entrySet()) {
				copy[length++] = entry.getKey();
				copy[length++] = entry.getValue();
			}
		}
		return copy;
	}

	private static boolean same(Object key, @Nullable Object candidate) {
		// A call to equals is compiled from the types that were seen in its place. Here,
		// apart from all other types, it is known to be a string's.
		return (key instanceof String string) ? string.equals(candidate) : key.equals(candidate);
	}

}
