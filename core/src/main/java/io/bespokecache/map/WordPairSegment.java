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

	/** First word of a key of this segment's kind. */
	abstract long first(Object key);

	/** Second word of a key of this segment's kind. */
	abstract long second(Object key);

	/** The key that two words stand for. */
	abstract Object unpack(long first, long second);

	/** Hash of the key that two words stand for. */
	abstract int hashOf(long first, long second);

	/** Value of the key that two words stand for, found without a lock. */
	final @Nullable Object get(Object key, long first, long second, int hash) {
		while (true) {
			int state = startRead();
			Object value = probe(first, second, hash);
			if (value == null) {
				value = overflowing(key);
			}
			if (!isStale(state)) {
				return value;
			}
			Thread.onSpinWait();
		}
	}

	private @Nullable Object probe(long first, long second, int hash) {
		@Nullable Object[] values = this.values;
		long[] words = this.words;
		int home = home(hash);
		int slot = home;
		do {
			Object value = ELEMENT.getVolatile(values, slot);
			if (value == null || (words[2 * slot] == first && words[2 * slot + 1] == second)) {
				return value;
			}
			slot = after(slot, this.slots);
		}
		while (slot != last(home, this.slots));
		return null;
	}

	@Override
	final int find(Object key, int hash) {
		if (!kind().covers(key)) {
			return ABSENT;
		}
		long first = first(key);
		long second = second(key);
		int slot = home(hash);
		for (int step = 0; step < WINDOW && ELEMENT.getAcquire(this.values, slot) != null; step++) {
			if (this.words[2 * slot] == first && this.words[2 * slot + 1] == second) {
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

	@Override
	final int insert(Object key, int hash, Object value) {
		return !kind().covers(key) ? ABSENT : insert(first(key), second(key), hash, value);
	}

	private int insert(long first, long second, int hash, @Nullable Object value) {
		int slots = this.slots;
		int slot = home(hash);
		for (int step = 0; step < Math.min(WINDOW, slots); step++) {
			if (this.values[slot] == null) {
				this.words[2 * slot] = first;
				this.words[2 * slot + 1] = second;
				ELEMENT.setRelease(this.values, slot, value);
				return step;
			}
			slot = after(slot, slots);
		}
		return ABSENT;
	}

	@Override
	final int homeOf(int slot) {
		return home(hash(slot));
	}

	@Override
	final boolean isFree(int slot) {
		return this.values[slot] == null;
	}

	@Override
	final void move(int from, int to) {
		this.words[2 * to] = this.words[2 * from];
		this.words[2 * to + 1] = this.words[2 * from + 1];
		this.values[to] = this.values[from];
	}

	@Override
	final void free(int slot) {
		this.values[slot] = null;
	}

	@Override
	final Object key(int slot) {
		return unpack(this.words[2 * slot], this.words[2 * slot + 1]);
	}

	@Override
	final int hash(int slot) {
		return hashOf(this.words[2 * slot], this.words[2 * slot + 1]);
	}

	@Override
	final int copy(int slot, Segment target, Object value) {
		return ((WordPairSegment) target).insert(this.words[2 * slot], this.words[2 * slot + 1], hash(slot), value);
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
				return unpack(words[2 * slot], words[2 * slot + 1]);
			}

		};
	}

}
