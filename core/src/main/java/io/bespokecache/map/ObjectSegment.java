package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment that keeps keys by reference. Beside each lies a tag, small enough that those
 * of a large table stay in the caches: how far the key lies from its home, and some bits
 * of its hash that do not name the home. So one that differs saves a look at another's
 * key, which is a cache miss in a large table; only one key in some five hundred that
 * have the same home has the same tag. And entries are copied to a segment of the same
 * shape without a look at their keys.
 *
 * <pre>
 *   tag:   hash (9 bits), distance from home + 1 (7 bits); zero where a slot is free
 * </pre>
 */
final class ObjectSegment extends Segment {

	private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(short[].class);

	/** The bits of a tag that tell the distance. */
	private static final int DISTANCE = WINDOW;

	/** Where the lowest bit of a hash that says something goes in a tag. */
	private static final int HASH_SHIFT = 6;

	/** What is kept of the keys; announces key and value. */
	private final short[] tags;

	private final @Nullable Object[] entries;

	ObjectSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
		this.tags = new short[slots];
		this.entries = new @Nullable Object[2 * slots];
	}

	/** Tag of a key at home. */
	private static short tag(int hash) {
		return (short) (((hash << HASH_SHIFT) & ~DISTANCE) | 1);
	}

	@Override
	KeyKind kind() {
		return KeyKind.OBJECT;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		int home = home(hash);
		if ((short) TAG.getVolatile(this.tags, home) == tag(hash)) {
			Object stored = this.entries[2 * home];
			if (stored == key || key.equals(stored)) {
				return ELEMENT.getVolatile(this.entries, 2 * home + 1);
			}
		}
		return search(key, hash);
	}

	/** Value of a String, found without a lock. */
	@Nullable Object getString(String key, int hash) {
		int home = home(hash);
		if ((short) TAG.getVolatile(this.tags, home) == tag(hash) && key.equals(this.entries[2 * home])) {
			return ELEMENT.getVolatile(this.entries, 2 * home + 1);
		}
		return search(key, hash);
	}

	/** Value of a key, wherever it lies. */
	private @Nullable Object search(Object key, int hash) {
		Object value = probe(key, hash);
		return (value != null) ? value : overflowing(key);
	}

	private @Nullable Object probe(Object key, int hash) {
		short[] tags = this.tags;
		@Nullable Object[] entries = this.entries;
		int home = home(hash);
		int slot = home;
		short expected = tag(hash);
		do {
			short tag = (short) TAG.getVolatile(tags, slot);
			if (tag == 0) {
				return null;
			}
			if (tag == expected && same(key, entries[2 * slot])) {
				return ELEMENT.getVolatile(entries, 2 * slot + 1);
			}
			expected++;
			slot = after(slot, this.slots);
		}
		while (slot != last(home, this.slots));
		return null;
	}

	/**
	 * Whether two keys are equal. Asked apart from other types, Strings are compared in
	 * place even where many types of keys have been seen.
	 */
	private static boolean same(Object key, @Nullable Object stored) {
		return key == stored || ((key instanceof String string) ? string.equals(stored) : key.equals(stored));
	}

	@Override
	int find(Object key, int hash) {
		int slot = home(hash);
		short expected = tag(hash);
		for (int step = 0; step < WINDOW; step++) {
			short tag = (short) TAG.getAcquire(this.tags, slot);
			if (tag == 0) {
				return ABSENT;
			}
			if (tag == expected && same(key, key(slot))) {
				return slot;
			}
			expected++;
			slot = after(slot, this.slots);
		}
		return ABSENT;
	}

	@Override
	@Nullable Object value(int slot) {
		return ELEMENT.getVolatile(this.entries, 2 * slot + 1);
	}

	@Override
	void setValue(int slot, Object value) {
		ELEMENT.setRelease(this.entries, 2 * slot + 1, value);
	}

	@Override
	boolean compareAndSetValue(int slot, Object expected, Object value) {
		return ELEMENT.compareAndSet(this.entries, 2 * slot + 1, expected, value);
	}

	@Override
	int insert(Object key, int hash, Object value) {
		return insertFrom(home(hash), tag(hash), key, value);
	}

	private int insertFrom(int home, short atHome, Object key, Object value) {
		int same = 0;
		int slot = home;
		short tag = atHome;
		for (int step = 0; step < Math.min(WINDOW, this.slots); step++) {
			if (this.tags[slot] == 0) {
				this.entries[2 * slot] = key;
				this.entries[2 * slot + 1] = value;
				TAG.setRelease(this.tags, slot, tag);
				return step;
			}
			if (this.tags[slot] == tag && ++same == SAME_TAGS) {
				return ABSENT;
			}
			tag++;
			slot = after(slot, this.slots);
		}
		return ABSENT;
	}

	/** Home slot of the key in a slot. */
	private int homeOf(int slot) {
		int home = slot - (this.tags[slot] & DISTANCE) + 1;
		return (home < 0) ? home + this.slots : home;
	}

	@Override
	boolean isFree(int slot) {
		return this.tags[slot] == 0;
	}

	@Override
	Object key(int slot) {
		return present(this.entries[2 * slot]);
	}

	@Override
	int hash(int slot) {
		return KeyHash.of(key(slot));
	}

	@Override
	int copy(int slot, int hash, Segment target, Object value) {
		return target.insert(key(slot), hash, value);
	}

	@Override
	int copyTo(int slot, Segment target, Object value) {
		short atHome = (short) ((this.tags[slot] & ~DISTANCE) | 1);
		return ((ObjectSegment) target).insertFrom(homeOf(slot), atHome, key(slot), value);
	}

	@Override
	SegmentCopy copy() {
		short[] tags = this.tags.clone();
		// What a tag announces is then in the copy of the entries.
		VarHandle.acquireFence();
		@Nullable Object[] entries = this.entries.clone();
		return new SegmentCopy() {

			@Override
			int slots() {
				return tags.length;
			}

			@Override
			@Nullable Object value(int slot) {
				return (tags[slot] != 0) ? entries[2 * slot + 1] : null;
			}

			@Override
			Object key(int slot) {
				return present(entries[2 * slot]);
			}

		};
	}

	private static Object present(@Nullable Object part) {
		if (part == null) {
			throw new IllegalStateException("A slot is free that should not be");
		}
		return part;
	}

}
