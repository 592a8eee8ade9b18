package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * An open-addressed table in two flat arrays, which one thread at a time writes and any
 * number read without a lock: the table of a map that one lock guards.
 * <p>
 * <b>Goals.</b> A hit waits for as few cache misses, one after the other, as can be; a
 * reader writes nothing and waits for nobody; no object is allocated for an entry; a
 * removed value is garbage at once; keys whose hashes collide make it no slower than
 * {@link ConcurrentHashMap}.
 * <p>
 * <b>Layout.</b> Key and value of slot {@code i} lie side by side at {@code entries[2i]}
 * and {@code entries[2i + 1]}, and {@code tags[i]} is zero if the slot was never used,
 * else its high bit and seven bits of the key's hash. A key lives in the first slot,
 * counted from the one that its hash names, that was free when it came.
 *
 * <pre>
 *   hash:     tag 55..49 | slot ..0
 *
 *   tags:     [ t0 ][ t1 ][ t2 ] ...
 *   entries:  [ k0 v0 ][ k1 v1 ][ k2 v2 ] ...
 * </pre>
 *
 * A tag that differs saves a look at another's key, which is a cache miss in a large
 * table. Where a key probably lies follows from its hash alone: the processor guesses
 * that the first tag will match and fetches tag and key at the same time. Layouts whose
 * next address depends on what was read before it (a word of tags to pick a slot from, as
 * in Swiss tables, or a displacement, as in perfect hashing) have fewer probes and lost:
 * {@code docs/decisions/0001-segment-layout.md}.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>A key slot is written once in the life of a table. Removal clears the value and
 * leaves the key; only the same key revives the slot. Without this a reader could match
 * one key and then read the value of another that had taken its slot.</li>
 * <li>No slot is freed, so a free slot ends every probe: a key that had gone past it
 * would have taken it.</li>
 * <li>A probe looks at {@value #WINDOW} slots and {@value #MISMATCHES} keys at most. A
 * key is in {@code overflow} if, and only if, its probe met that bound when it came. By 1
 * and 2 later probes for it meet the same, so a key never moves between slots and
 * overflow. Removal there, too, keeps the key.</li>
 * <li>Once its owner has published a successor, a table never changes again.</li>
 * </ol>
 * <p>
 * <b>Ordering.</b> An insertion writes key and value plainly, then the tag with volatile
 * semantics; a reader loads the tag with volatile semantics and then the key plainly, so
 * it sees no slot half made. Values are replaced and cleared by volatile stores and read
 * by volatile loads. Release and acquire would be enough to see whole entries but not to
 * be linearizable: with them two threads that each put a key and then read the other's
 * may both find nothing, each store waiting in its processor's buffer while the load
 * behind it runs ahead. Volatile accesses have one total order that agrees with each
 * thread's program order [2], which rules that out. The overflow map reads with acquire
 * semantics only, so a full fence follows each write to it.
 * <p>
 * <b>Rebuilding.</b> The owner copies the live entries to a new table under its lock and
 * publishes that by one volatile reference. A reader that still holds the old table needs
 * no second look: the old table is as it was at the moment of publication (4), and that
 * moment lies within the reader's call, which had already begun. Its answer takes effect
 * when it reads the value or at that moment, whichever is earlier.
 * <p>
 * <b>Hazards.</b> A removed key itself stays reachable until the next rebuild, which the
 * owner starts when a quarter of the slots are dead. A rebuild asks every key for its
 * hash again.
 * <p>
 * [1] Click, <i>A Lock-Free Hash Table</i>, JavaOne 2007, for key slots that are written
 * once. [2] Bender, Palsberg, <i>A Formalization of Java's Concurrent Access Modes</i>,
 * OOPSLA 2019; Lea, <i>Using JDK 9 Memory Order Modes</i>.
 */
final class FlatTable {

	/** Slots that a probe looks at, at most, before it turns to the overflow. */
	static final int WINDOW = 128;

	/** Keys that a probe compares with, at most, before it turns to the overflow. */
	static final int MISMATCHES = 8;

	private static final int MINIMUM_CAPACITY = 8;

	private static final int MAXIMUM_CAPACITY = 1 << 29;

	private static final int TAG_SHIFT = 49;

	/** Tag of a slot that was never used. */
	private static final byte FREE = 0;

	/** High bit of the tag of every slot that has a key. */
	private static final int USED = 0x80;

	/** The key has no place in the table. */
	static final int ABSENT = -1;

	/** The key has no slot; its place, if it has one, is in the overflow. */
	static final int OVERFLOW = -2;

	/** Value of a key in the overflow that was removed. */
	private static final Object DEAD = new Object();

	/** Stays empty. */
	private static final ConcurrentHashMap<Object, Object> NO_OVERFLOW = new ConcurrentHashMap<>(0);

	private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(byte[].class);

	private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Object[].class);

	private static final VarHandle LIVE;

	static {
		try {
			LIVE = MethodHandles.lookup().findVarHandle(FlatTable.class, "live", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final byte[] tags;

	private final @Nullable Object[] entries;

	/** Slots that a probe looks at before it turns to the overflow. */
	private final int window;

	/**
	 * One less than the number of slots; beside the references to both arrays, so that a
	 * probe need not ask an array for its length before it knows where to look.
	 */
	private final int mask;

	private volatile @Nullable ConcurrentHashMap<Object, Object> overflow;

	/** Slots with a key. Guarded by the owner's lock. */
	private int used;

	/** Places with a key and no value. Guarded by the owner's lock. */
	private int dead;

	/** Places with a value. Written under the owner's lock. */
	private int live;

	/**
	 * Makes an empty table.
	 * @param room how many entries fit before the table is worn
	 * @param window slots that a probe looks at before it turns to the overflow
	 */
	FlatTable(long room, int window) {
		int capacity = capacityFor(room);
		this.tags = new byte[capacity];
		this.entries = new @Nullable Object[2 * capacity];
		this.window = window;
		this.mask = capacity - 1;
	}

	private static int capacityFor(long room) {
		int capacity = MINIMUM_CAPACITY;
		while (limit(capacity) <= room && capacity < MAXIMUM_CAPACITY) {
			capacity <<= 1;
		}
		return capacity;
	}

	/**
	 * Least number of used slots at which a table is worn: probes stay short below it.
	 */
	private static int limit(int capacity) {
		return capacity / 8 * 5;
	}

	/**
	 * Room that a table should have for some entries: half as many again. A fifth to two
	 * fifths of the slots are then used. What a hit costs is above all a second probe,
	 * which the processor did not guess, and fuller tables need it more often.
	 * @param entries number of entries
	 * @return how many entries should fit
	 */
	static long roomFor(long entries) {
		return entries + entries / 2;
	}

	/**
	 * Makes an empty table of the same kind, with room for some entries and half as many
	 * more.
	 * @param entries number of entries
	 * @return the table
	 */
	FlatTable successor(long entries) {
		return new FlatTable(roomFor(entries), this.window);
	}

	private static byte tag(long hash) {
		return (byte) ((hash >>> TAG_SHIFT) | USED);
	}

	/**
	 * Slot where a probe looks after some steps.
	 */
	private static int slot(long hash, int step, int mask) {
		return ((int) hash + step) & mask;
	}

	/**
	 * Value of a key. Takes no lock.
	 * @param key the key
	 * @param hash its hash
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key, long hash) {
		int slot = find(key, hash);
		if (slot >= 0) {
			return value(slot);
		}
		return (slot == ABSENT) ? null : alive(overflow().get(key));
	}

	/**
	 * Slot of a key, with a value or without. Takes no lock.
	 * @param key the key
	 * @param hash its hash
	 * @return the slot, {@link #ABSENT}, or {@link #OVERFLOW}
	 */
	int find(Object key, long hash) {
		return probe(key, hash);
	}

	private int probe(Object key, long hash) {
		byte[] tags = this.tags;
		@Nullable Object[] entries = this.entries;
		int mask = this.mask;
		byte tag = tag(hash);
		int mismatches = 0;
		for (int step = 0; step < this.window; step++) {
			int slot = slot(hash, step, mask);
			byte found = (byte) TAG.getVolatile(tags, slot);
			if (found == tag) {
				if (same(key, entries[2 * slot])) {
					return slot;
				}
				if (++mismatches == MISMATCHES) {
					break;
				}
			}
			else if (found == FREE) {
				return ABSENT;
			}
		}
		return OVERFLOW;
	}

	/**
	 * Value in a slot. Takes no lock.
	 * @param slot the slot
	 * @return the value, or {@code null} if the slot is dead
	 */
	@Nullable Object value(int slot) {
		return ENTRY.getVolatile(this.entries, 2 * slot + 1);
	}

	/**
	 * Sets or clears the value in a slot, and counts nothing: for a table that several
	 * locks share, whose owner keeps the counts. The caller holds the key's lock.
	 * @param slot the slot
	 * @param value the value, or {@code null} to remove the key
	 * @return the value before, or {@code null} if the slot was dead
	 */
	@Nullable Object exchange(int slot, @Nullable Object value) {
		Object before = this.entries[2 * slot + 1];
		ENTRY.setVolatile(this.entries, 2 * slot + 1, value);
		return before;
	}

	/**
	 * The same for a key that has its place in the overflow, if it has one.
	 * @param key the key
	 * @param value the value, or {@code null} to remove the key
	 * @return what was there, which may not be {@linkplain #alive alive}, or {@code null}
	 * if the key has no place
	 */
	@Nullable Object exchangeInOverflow(Object key, @Nullable Object value) {
		Object before = overflow().replace(key, (value != null) ? value : DEAD);
		VarHandle.fullFence();
		return before;
	}

	/**
	 * Sets the value of a key that may be new. The caller holds the owner's lock.
	 * @param key the key
	 * @param hash its hash
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object put(Object key, long hash, Object value) {
		int slot = find(key, hash);
		if (slot == ABSENT) {
			insert(key, hash, value);
			return null;
		}
		Object before = (slot >= 0) ? exchange(slot, value) : putInOverflow(key, value);
		boolean dead = before == DEAD || (before == null && slot >= 0);
		if (dead) {
			this.dead--;
		}
		if (dead || before == null) {
			addLive(1);
		}
		return alive(before);
	}

	private @Nullable Object putInOverflow(Object key, Object value) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		if (overflow == null) {
			overflow = new ConcurrentHashMap<>();
			this.overflow = overflow;
		}
		Object before = overflow.put(key, value);
		VarHandle.fullFence();
		return before;
	}

	/**
	 * Removes a key; its value is garbage when this returns. The caller holds the owner's
	 * lock.
	 * @param key the key
	 * @param hash its hash
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Object key, long hash) {
		int slot = find(key, hash);
		if (slot == ABSENT) {
			return null;
		}
		Object before = alive((slot >= 0) ? exchange(slot, null) : exchangeInOverflow(key, null));
		if (before != null) {
			this.dead++;
			addLive(-1);
		}
		return before;
	}

	/** Adds a key that has no place yet. */
	private void insert(Object key, long hash, Object value) {
		addLive(1);
		int mask = this.mask;
		byte tag = tag(hash);
		int mismatches = 0;
		for (int step = 0; step < this.window && mismatches < MISMATCHES; step++) {
			int slot = slot(hash, step, mask);
			if (this.tags[slot] == FREE) {
				this.entries[2 * slot] = key;
				this.entries[2 * slot + 1] = value;
				this.used++;
				// Publishes key and value (see Ordering), so it comes last.
				TAG.setVolatile(this.tags, slot, tag);
				return;
			}
			if (this.tags[slot] == tag) {
				mismatches++;
			}
		}
		putInOverflow(key, value);
	}

	/** The count is read without the lock, so it is written whole; it orders nothing. */
	private void addLive(int entries) {
		LIVE.setOpaque(this, this.live + entries);
	}

	/**
	 * Number of entries. Takes no lock.
	 * @return the number of entries
	 */
	int live() {
		return (int) LIVE.getOpaque(this);
	}

	/**
	 * Number of slots.
	 * @return the number of slots
	 */
	int capacity() {
		return this.mask + 1;
	}

	/**
	 * Whether a successor should take over, because few slots are free, many are dead, or
	 * nothing is alive. The caller holds the owner's lock.
	 * @return {@code true} if a rebuild is due
	 */
	boolean isWorn() {
		int capacity = capacity();
		return (this.used >= limit(capacity) && capacity < MAXIMUM_CAPACITY) || this.dead > capacity / 4
				|| (this.live == 0 && this.dead > MINIMUM_CAPACITY / 2);
	}

	/**
	 * Copies the live entries of another table into this one, which no other thread sees
	 * yet. The caller holds the lock of the other's owner.
	 * @param other the other table, which has no key in common with this one
	 */
	void copyFrom(FlatTable other) {
		int end = other.capacity();
		for (int slot = 0; slot < end; slot++) {
			copy(other.key(slot), other.entries[2 * slot + 1]);
		}
		other.overflow().forEach((key, value) -> copy(key, alive(value)));
	}

	private void copy(@Nullable Object key, @Nullable Object value) {
		if (key != null && value != null) {
			insert(key, KeyHash.mixed(key), value);
		}
	}

	/**
	 * Key in a slot, with a value or without. Takes no lock.
	 * @param slot the slot
	 * @return the key, or {@code null} if the slot was never used
	 */
	@Nullable Object key(int slot) {
		return ((byte) TAG.getVolatile(this.tags, slot) != FREE) ? this.entries[2 * slot] : null;
	}

	/**
	 * Keys that found no slot, with {@link #alive} values and others. Takes no lock.
	 * @return the overflow, possibly empty
	 */
	ConcurrentHashMap<Object, Object> overflow() {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return (overflow != null) ? overflow : NO_OVERFLOW;
	}

	/**
	 * A value from the overflow as the map's users know it.
	 * @param value what the overflow has
	 * @return the value, or {@code null} if the key was removed
	 */
	static @Nullable Object alive(@Nullable Object value) {
		return (value != DEAD) ? value : null;
	}

	private static boolean same(Object key, @Nullable Object candidate) {
		// A call to equals is compiled from the types that were seen in its place. Here,
		// apart from all other types, it is known to be a string's.
		return (key instanceof String string) ? string.equals(candidate) : key.equals(candidate);
	}

}
