package io.bespokecache.map;

import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment of keys that are two words each. A value announces its words.
 */
abstract class WordPairSegment extends Segment {

	final long[] words;

	final @Nullable Object[] values;

	WordPairSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
		this.words = new long[2 * slots];
		this.values = new @Nullable Object[slots];
	}

	/**
	 * The key that two words stand for.
	 * @param first its first word
	 * @param second its second word, for a key at home
	 */
	abstract Object unpack(long first, long second);

	/** Hash of the key that two words stand for. */
	abstract int hashOf(long first, long second);

	/**
	 * The second word of a key that lies behind its home. Subclasses for whose keys not
	 * all bits are needed may note there how far.
	 * @param second the second word for a key at home
	 * @param distance how many slots it lies behind
	 */
	long behindHome(long second, int distance) {
		return second;
	}

	/** The second word for a key at home, of a key wherever it lies. */
	long atHome(long second) {
		return second;
	}

	/** Value of the key that two words stand for, found without a lock. */
	final @Nullable Object get(Object key, long first, long second, int hash) {
		int home = home(hash);
		Object value = ELEMENT.getVolatile(this.values, home);
		return (this.words[2 * home] == first && this.words[2 * home + 1] == second && value != null) ? value
				: search(key, first, second, hash);
	}

	/** Value of a key, wherever it lies. */
	final @Nullable Object search(Object key, long first, long second, int hash) {
		Object value = probe(first, second, hash);
		return (value != null) ? value : overflowing(key);
	}

	private @Nullable Object probe(long first, long second, int hash) {
		@Nullable Object[] values = this.values;
		long[] words = this.words;
		int home = home(hash);
		int slot = home;
		int distance = 0;
		do {
			Object value = ELEMENT.getVolatile(values, slot);
			if (value == null || (words[2 * slot] == first && words[2 * slot + 1] == behindHome(second, distance))) {
				return value;
			}
			distance++;
			slot = after(slot, this.slots);
		}
		while (slot != last(home, this.slots));
		return null;
	}

	/** Slot of the key that two words stand for. The caller holds the lock. */
	final int find(long first, long second, int hash) {
		int slot = home(hash);
		for (int step = 0; step < WINDOW && ELEMENT.getAcquire(this.values, slot) != null; step++) {
			if (this.words[2 * slot] == first && this.words[2 * slot + 1] == behindHome(second, step)) {
				return slot;
			}
			slot = after(slot, this.slots);
		}
		return ABSENT;
	}

	@Override
	final @Nullable Object value(int slot) {
		return ELEMENT.getVolatile(this.values, slot);
	}

	@Override
	final void setValue(int slot, Object value) {
		ELEMENT.setRelease(this.values, slot, value);
	}

	@Override
	final boolean compareAndSetValue(int slot, Object expected, Object value) {
		return ELEMENT.compareAndSet(this.values, slot, expected, value);
	}

	/**
	 * As {@link #insert(Object, int, Object)}, a key that two words stand for.
	 */
	final int insert(long first, long second, int hash, @Nullable Object value) {
		return insertFrom(home(hash), first, second, value);
	}

	private int insertFrom(int home, long first, long second, @Nullable Object value) {
		int slots = this.slots;
		int slot = home;
		for (int step = 0; step < Math.min(WINDOW, slots); step++) {
			if (this.values[slot] == null) {
				this.words[2 * slot] = first;
				this.words[2 * slot + 1] = behindHome(second, step);
				ELEMENT.setRelease(this.values, slot, value);
				return step;
			}
			slot = after(slot, slots);
		}
		return ABSENT;
	}

	/** Home slot of the key in a slot. */
	int homeOf(int slot) {
		return home(hash(slot));
	}

	@Override
	final boolean isFree(int slot) {
		return this.values[slot] == null;
	}

	@Override
	final Object key(int slot) {
		return unpack(this.words[2 * slot], atHome(this.words[2 * slot + 1]));
	}

	@Override
	final int hash(int slot) {
		return hashOf(this.words[2 * slot], atHome(this.words[2 * slot + 1]));
	}

	@Override
	final int copy(int slot, int hash, Segment target, Object value) {
		return ((WordPairSegment) target).insert(this.words[2 * slot], atHome(this.words[2 * slot + 1]), hash, value);
	}

	@Override
	final int copyTo(int slot, Segment target, Object value) {
		return ((WordPairSegment) target).insertFrom(homeOf(slot), this.words[2 * slot],
				atHome(this.words[2 * slot + 1]), value);
	}

	@Override
	final SegmentCopy copy() {
		@Nullable Object[] values = this.values.clone();
		// The words that these values announce are then in their copy.
		VarHandle.acquireFence();
		long[] words = this.words.clone();
		return new SegmentCopy() {

			@Override
			int slots() {
				return values.length;
			}

			@Override
			@Nullable Object value(int slot) {
				return values[slot];
			}

			@Override
			Object key(int slot) {
				return unpack(words[2 * slot], atHome(words[2 * slot + 1]));
			}

		};
	}

}
