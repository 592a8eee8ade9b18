package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * An open-addressed table in two flat arrays, which one thread at a time writes and any
 * number read without a lock: the shared core of the maps that are made of segments.
 * <p>
 * <b>Goals.</b> A hit touches as few cache lines as can be and takes no branch that the
 * processor guesses wrong; a reader writes nothing and waits for nobody; no object is
 * allocated for an entry; a removed value is garbage at once; keys whose hashes collide
 * cannot make it slow.
 * <p>
 * <b>Layout.</b> Slots come in groups of eight. Key and value of slot {@code i} lie side
 * by side at {@code entries[2i]} and {@code entries[2i + 1]}; the group's eight tags, a
 * byte each, share one {@code long} of {@code tags}. A tag is zero if its slot was never
 * used, else its high bit and seven bits of the key's hash. A look-up compares the eight
 * tags of a group in one word [1], and so nearly always meets no key but its own. A key
 * lives in the first group, counted from the one that its hash names, which had a slot
 * free when the key came.
 *
 * <pre>
 *   hash:  segment 31..24 | tag 23..17 | group ..0
 *
 *   tags:     [ t0 t1 t2 t3 t4 t5 t6 t7 ] [ ... ]          one long a group
 *   entries:  [ k0 v0 k1 v1 k2 v2 ... k7 v7 ] [ ... ]      one cache line, or two, a group
 * </pre>
 *
 * <b>Invariants.</b>
 * <ol>
 * <li>A key slot is written once in the life of a table. Removal clears the value and
 * leaves the key; only the same key revives the slot. Without this a reader could match
 * one key and then read the value of another that had taken its slot.</li>
 * <li>The slots of a group fill in order, and none is ever freed. A group with a free
 * slot therefore ends every probe: a key that had gone past it would have taken that
 * slot.</li>
 * <li>A probe looks at {@value #WINDOW} groups at most. A key is in {@code overflow} if,
 * and only if, all groups of its window were full when it came. By 2 they stay full, so a
 * key never moves between slots and overflow.</li>
 * <li>Once its owner has published a successor, a table never changes again.</li>
 * </ol>
 * <p>
 * <b>Ordering.</b> An insertion writes key and value plainly, then the tag word with
 * volatile semantics; a reader loads the tag word with volatile semantics and then the
 * key plainly, so it sees no slot half made. Values are replaced and cleared by volatile
 * stores and read by volatile loads. Release and acquire would be enough to see whole
 * entries but not to be linearizable: with them two threads that each put a key and then
 * read the other's may both find nothing, each store waiting in its processor's buffer
 * while the load behind it runs ahead. Volatile accesses have one total order that agrees
 * with each thread's program order [2], which rules that out. The overflow map reads with
 * acquire semantics only, so a full fence follows each write to it.
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
 * [1] Kulukundis, <i>Designing a Fast, Efficient, Cache-friendly Hash Table, Step by
 * Step</i>, CppCon 2017 (Swiss tables). [2] Bender, Palsberg, <i>A Formalization of
 * Java's Concurrent Access Modes</i>, OOPSLA 2019; Lea, <i>Using JDK 9 Memory Order
 * Modes</i>. [3] Click, <i>A Lock-Free Hash Table</i>, JavaOne 2007, for key slots that
 * are written once.
 */
final class FlatTable {

	/** Slots a group: as many as a word has bytes. */
	static final int GROUP = Long.BYTES;

	/** Groups that a probe looks at before it turns to the overflow. */
	static final int WINDOW = 8;

	private static final int MAXIMUM_CAPACITY = 1 << 29;

	private static final int SEGMENT_SHIFT = 24;

	private static final int TAG_SHIFT = 17;

	/** High bit of the tag of every slot that has a key. */
	private static final int USED = 0x80;

	private static final long EVERY_BYTE = 0x0101_0101_0101_0101L;

	private static final long EVERY_HIGH_BIT = 0x8080_8080_8080_8080L;

	/** 2^64 divided by the golden ratio: multiples of it spread evenly. */
	private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

	/** The key has no slot and is not in the overflow. */
	static final int ABSENT = -1;

	/** The key has no slot; the overflow may have it. */
	static final int PERHAPS_IN_OVERFLOW = -2;

	private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(long[].class);

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

	private final long[] tags;

	private final @Nullable Object[] entries;

	private volatile @Nullable ConcurrentHashMap<Object, Object> overflow;

	/** Slots with a key. Guarded by the owner's lock, like {@link #dead}. */
	private int used;

	/** Slots with a key and no value. */
	private int dead;

	/** Entries, those in the overflow included. Written under the owner's lock. */
	private int live;

	/**
	 * Makes an empty table with room for some entries.
	 * @param room how many entries fit before the table is full
	 */
	FlatTable(int room) {
		int groups = groupsFor(room);
		this.tags = new long[groups];
		this.entries = new @Nullable Object[groups * GROUP * 2];
	}

	private static int groupsFor(int room) {
		long slots = GROUP;
		while (limit(slots) <= room && slots < MAXIMUM_CAPACITY) {
			slots <<= 1;
		}
		return (int) (slots / GROUP);
	}

	/** Greatest number of used slots: three quarters, so that most probes end at home. */
	private static long limit(long slots) {
		return slots - slots / 4;
	}

	/**
	 * Hash of a key, as all tables and segments use it: every bit of it depends on every
	 * bit of the key's own hash code.
	 * @param key the key
	 * @return the hash
	 */
	static int hash(Object key) {
		// Asked apart from other types, a String's hash is read in place even where many
		// types of keys have been seen.
		long product = GOLDEN_RATIO * ((key instanceof String string) ? string.hashCode() : key.hashCode());
		return (int) (product ^ (product >>> Integer.SIZE));
	}

	/**
	 * Which of some segments a hash belongs to.
	 * @param hash the hash
	 * @param segments number of segments, a power of two up to 256
	 * @return the index of the segment
	 */
	static int segment(int hash, int segments) {
		return (hash >>> SEGMENT_SHIFT) & (segments - 1);
	}

	/**
	 * Value of a key. Takes no lock.
	 * @param key the key
	 * @param hash its {@link #hash(Object)}
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key, int hash) {
		int slot = find(key, hash);
		if (slot >= 0) {
			return value(slot);
		}
		return (slot == ABSENT) ? null : getOverflow(key);
	}

	/**
	 * Value of a key that is in no slot. Takes no lock.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object getOverflow(Object key) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return (overflow != null) ? overflow.get(key) : null;
	}

	/**
	 * Slot of a key, with a value or without. Takes no lock.
	 * @param key the key
	 * @param hash its {@link #hash(Object)}
	 * @return the slot, {@link #ABSENT}, or {@link #PERHAPS_IN_OVERFLOW}
	 */
	int find(Object key, int hash) {
		long[] tags = this.tags;
		@Nullable Object[] entries = this.entries;
		int mask = tags.length - 1;
		long tag = tag(hash);
		int group = hash & mask;
		for (int step = 0; step < WINDOW; step++) {
			long word = (long) TAG.getVolatile(tags, group);
			for (long match = matches(word, tag); match != 0; match &= match - 1) {
				int slot = slot(group, match);
				if (same(key, entries[2 * slot])) {
					return slot;
				}
			}
			if (free(word) != 0) {
				return ABSENT;
			}
			group = (group + 1) & mask;
		}
		return PERHAPS_IN_OVERFLOW;
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
	 * Sets the value of a key that may be new. The caller holds the owner's lock.
	 * @param key the key
	 * @param hash its {@link #hash(Object)}
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object put(Object key, int hash, Object value) {
		long[] tags = this.tags;
		int mask = tags.length - 1;
		long tag = tag(hash);
		int group = hash & mask;
		for (int step = 0; step < WINDOW; step++) {
			long word = tags[group];
			for (long match = matches(word, tag); match != 0; match &= match - 1) {
				int slot = slot(group, match);
				if (same(key, this.entries[2 * slot])) {
					return set(slot, value);
				}
			}
			long free = free(word);
			if (free != 0) {
				int slot = slot(group, free);
				this.entries[2 * slot] = key;
				this.entries[2 * slot + 1] = value;
				this.used++;
				addLive(1);
				// Publishes key and value (see Ordering), so it comes last.
				TAG.setVolatile(tags, group, word | (tag & lowest(free)));
				return null;
			}
			group = (group + 1) & mask;
		}
		return putOverflow(key, value);
	}

	private @Nullable Object putOverflow(Object key, Object value) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		if (overflow == null) {
			overflow = new ConcurrentHashMap<>();
			this.overflow = overflow;
		}
		Object before = overflow.put(key, value);
		VarHandle.fullFence();
		if (before == null) {
			addLive(1);
		}
		return before;
	}

	/**
	 * Sets the value of a key that has a slot, dead or alive. The caller holds the
	 * owner's lock.
	 * @param slot the slot
	 * @param value the value
	 * @return the value before, or {@code null} if the slot was dead
	 */
	@Nullable Object set(int slot, Object value) {
		Object before = this.entries[2 * slot + 1];
		ENTRY.setVolatile(this.entries, 2 * slot + 1, value);
		if (before == null) {
			this.dead--;
			addLive(1);
		}
		return before;
	}

	/**
	 * Removes a key; its value is garbage when this returns. The caller holds the owner's
	 * lock.
	 * @param key the key
	 * @param hash its {@link #hash(Object)}
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Object key, int hash) {
		int slot = find(key, hash);
		if (slot >= 0) {
			return clear(slot);
		}
		return (slot == ABSENT) ? null : removeOverflow(key);
	}

	/**
	 * Removes a key that is in no slot. The caller holds the owner's lock.
	 * @param key the key
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object removeOverflow(Object key) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		Object before = (overflow != null) ? overflow.remove(key) : null;
		if (before != null) {
			VarHandle.fullFence();
			addLive(-1);
		}
		return before;
	}

	/**
	 * Removes the key of a slot. The caller holds the owner's lock.
	 * @param slot the slot
	 * @return the value before, or {@code null} if the slot was dead
	 */
	@Nullable Object clear(int slot) {
		Object before = this.entries[2 * slot + 1];
		if (before != null) {
			ENTRY.setVolatile(this.entries, 2 * slot + 1, (Object) null);
			this.dead++;
			addLive(-1);
		}
		return before;
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
	 * Number of slots without a value whose key is still there. The caller holds the
	 * owner's lock.
	 * @return the number of dead slots
	 */
	int dead() {
		return this.dead;
	}

	/**
	 * Number of slots.
	 * @return the number of slots
	 */
	int capacity() {
		return this.tags.length * GROUP;
	}

	/**
	 * Whether a successor should take over, because few slots are free or many are dead.
	 * The caller holds the owner's lock.
	 * @return {@code true} if a rebuild is due
	 */
	boolean isWorn() {
		int capacity = capacity();
		return (this.used >= limit(capacity) && capacity < MAXIMUM_CAPACITY) || this.dead > capacity / 4;
	}

	/**
	 * Copies the live entries of another table into this one, which no other thread sees
	 * yet. The caller holds the lock of the other's owner.
	 * @param other the other table, which has no key in common with this one
	 */
	void copyFrom(FlatTable other) {
		int capacity = other.capacity();
		for (int slot = 0; slot < capacity; slot++) {
			Object value = other.entries[2 * slot + 1];
			if (value != null) {
				Object key = other.key(slot);
				if (key != null) {
					append(key, value);
				}
			}
		}
		ConcurrentHashMap<Object, Object> overflow = other.overflow;
		if (overflow != null) {
			overflow.forEach(this::append);
		}
	}

	/** Adds a key that is new to a table that nobody else sees: plain stores do. */
	private void append(Object key, Object value) {
		int hash = hash(key);
		int mask = this.tags.length - 1;
		int group = hash & mask;
		for (int step = 0; step < WINDOW; step++) {
			long word = this.tags[group];
			long free = free(word);
			if (free != 0) {
				int slot = slot(group, free);
				this.entries[2 * slot] = key;
				this.entries[2 * slot + 1] = value;
				this.tags[group] = word | (tag(hash) & lowest(free));
				this.used++;
				addLive(1);
				return;
			}
			group = (group + 1) & mask;
		}
		putOverflow(key, value);
	}

	/**
	 * Key in a slot, with a value or without. Takes no lock.
	 * @param slot the slot
	 * @return the key, or {@code null} if the slot was never used
	 */
	@Nullable Object key(int slot) {
		long word = (long) TAG.getVolatile(this.tags, slot / GROUP);
		long used = (word >>> (slot % GROUP * Byte.SIZE)) & USED;
		return (used != 0) ? this.entries[2 * slot] : null;
	}

	/**
	 * Entries that found no slot. Takes no lock.
	 * @return the overflow, possibly empty
	 */
	Map<Object, Object> overflow() {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return (overflow != null) ? overflow : Map.of();
	}

	private static boolean same(Object key, @Nullable Object candidate) {
		// A call to equals is compiled from the types that were seen in its place. Here,
		// apart from all other types, it is known to be a string's.
		return (key instanceof String string) ? string.equals(candidate) : key.equals(candidate);
	}

	/** The tag of a hash, in every byte of a word. */
	private static long tag(int hash) {
		return (((hash >>> TAG_SHIFT) & (USED - 1)) | USED) * EVERY_BYTE;
	}

	/**
	 * Marks, by their high bits, the bytes of a word that equal the tag. A byte above a
	 * true match may be marked too; a free slot never is, for its high bit differs.
	 */
	private static long matches(long word, long tag) {
		long difference = word ^ tag;
		return (difference - EVERY_BYTE) & ~difference & EVERY_HIGH_BIT;
	}

	/** Marks, by their high bits, the slots of a group that were never used. */
	private static long free(long word) {
		return ~word & EVERY_HIGH_BIT;
	}

	/** First slot that is marked. */
	private static int slot(int group, long marks) {
		return group * GROUP + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
	}

	/** All bits of the first byte that is marked. */
	private static long lowest(long marks) {
		return (Long.lowestOneBit(marks) >>> (Byte.SIZE - 1)) * 0xFF;
	}

}
