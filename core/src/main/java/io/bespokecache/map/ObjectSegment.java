package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment that keeps keys by reference. Hashes lie apart from the keys: one that
 * differs saves a look at another's key, which is a cache miss in a large table, and no
 * key is asked for its hash again when entries move.
 */
final class ObjectSegment extends Segment {

	private static final VarHandle HASH = MethodHandles.arrayElementVarHandle(int[].class);

	/** Hashes of the keys; zero where a slot is free. Announces key and value. */
	private final int[] hashes;

	private final @Nullable Object[] entries;

	ObjectSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
		this.hashes = new int[slots];
		this.entries = new @Nullable Object[2 * slots];
	}

	@Override
	KeyKind kind() {
		return KeyKind.OBJECT;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		while (true) {
			int state = startRead();
			Object value = probe(key, hash);
			if (value == null) {
				value = overflowing(key);
			}
			if (!isStale(state)) {
				return value;
			}
			Thread.onSpinWait();
		}
	}

	/** Value of a String, found without a lock. */
	@Nullable Object getString(String key, int hash) {
		while (true) {
			int state = startRead();
			Object value = probeString(key, hash);
			if (value == null) {
				value = overflowing(key);
			}
			if (!isStale(state)) {
				return value;
			}
			Thread.onSpinWait();
		}
	}

	private @Nullable Object probeString(String key, int hash) {
		int[] hashes = this.hashes;
		@Nullable Object[] entries = this.entries;
		int home = home(hash);
		int slot = home;
		do {
			int found = (int) HASH.getVolatile(hashes, slot);
			if (found == hash) {
				if (key.equals(entries[2 * slot])) {
					return ELEMENT.getVolatile(entries, 2 * slot + 1);
				}
			}
			else if (found == 0) {
				return null;
			}
			slot = after(slot, this.slots);
		}
		while (slot != last(home, this.slots));
		return null;
	}

	/** Value of a key, or {@code null}; nothing that may be relied on if stale. */
	private @Nullable Object probe(Object key, int hash) {
		int[] hashes = this.hashes;
		@Nullable Object[] entries = this.entries;
		int home = home(hash);
		int slot = home;
		do {
			int found = (int) HASH.getVolatile(hashes, slot);
			if (found == hash) {
				Object stored = entries[2 * slot];
				// It may have been removed since its hash was read.
				if (stored != null && same(key, stored)) {
					return ELEMENT.getVolatile(entries, 2 * slot + 1);
				}
			}
			else if (found == 0) {
				return null;
			}
			slot = after(slot, this.slots);
		}
		while (slot != last(home, this.slots));
		return null;
	}

	/**
	 * Whether two keys are equal. Asked apart from other types, Strings are compared in
	 * place even where many types of keys have been seen.
	 */
	private static boolean same(Object key, Object stored) {
		return key == stored || ((key instanceof String string) ? string.equals(stored) : key.equals(stored));
	}

	@Override
	int find(Object key, int hash) {
		int slot = home(hash);
		for (int step = 0; step < WINDOW; step++) {
			int found = (int) HASH.getAcquire(this.hashes, slot);
			if (found == 0) {
				return ABSENT;
			}
			if (found == hash && same(key, key(slot))) {
				return slot;
			}
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
		int same = 0;
		int slot = home(hash);
		for (int step = 0; step < Math.min(WINDOW, this.slots); step++) {
			if (this.hashes[slot] == 0) {
				this.entries[2 * slot] = key;
				this.entries[2 * slot + 1] = value;
				HASH.setRelease(this.hashes, slot, hash);
				return step;
			}
			if (this.hashes[slot] == hash && ++same == SAME_HASHES) {
				return ABSENT;
			}
			slot = after(slot, this.slots);
		}
		return ABSENT;
	}

	@Override
	int homeOf(int slot) {
		return home(this.hashes[slot]);
	}

	@Override
	boolean isFree(int slot) {
		return this.hashes[slot] == 0;
	}

	@Override
	void move(int from, int to) {
		this.entries[2 * to] = this.entries[2 * from];
		this.entries[2 * to + 1] = this.entries[2 * from + 1];
		this.hashes[to] = this.hashes[from];
	}

	@Override
	void free(int slot) {
		this.hashes[slot] = 0;
		this.entries[2 * slot] = null;
		this.entries[2 * slot + 1] = null;
	}

	@Override
	Object key(int slot) {
		return present(this.entries[2 * slot]);
	}

	@Override
	int hash(int slot) {
		return this.hashes[slot];
	}

	@Override
	int copy(int slot, Segment target, Object value) {
		return target.insert(key(slot), this.hashes[slot], value);
	}

	@Override
	SegmentCopy copy() {
		int[] hashes = this.hashes.clone();
		// What a hash announces is then in the copy of the entries.
		VarHandle.acquireFence();
		@Nullable Object[] entries = this.entries.clone();
		return new SegmentCopy() {

			@Override
			int slots() {
				return hashes.length;
			}

			@Override
			@Nullable Object value(int slot) {
				return (hashes[slot] != 0) ? entries[2 * slot + 1] : null;
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
