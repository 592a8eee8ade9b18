package io.bespokecache.map;

import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment of keys that are one word each. A value announces its word.
 */
abstract class WordSegment extends Segment {

	final long[] words;

	private final @Nullable Object[] values;

	WordSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
		this.words = new long[slots];
		this.values = new @Nullable Object[slots];
	}

	/** The key that a word stands for. */
	abstract Object unpack(long word);

	/** Hash of the key that a word stands for. */
	abstract int hashOf(long word);

	/** Value of the key that a word stands for, found without a lock. */
	final @Nullable Object get(Object key, long word, int hash) {
		int home = home(hash);
		Object value = ELEMENT.getVolatile(this.values, home);
		return (this.words[home] == word && value != null) ? value : search(key, word, hash);
	}

	/** Value of a key, wherever it lies. */
	private @Nullable Object search(Object key, long word, int hash) {
		Object value = probe(word, hash);
		return (value != null) ? value : overflowing(key);
	}

	private @Nullable Object probe(long word, int hash) {
		@Nullable Object[] values = this.values;
		long[] words = this.words;
		int home = home(hash);
		int slot = home;
		do {
			Object value = ELEMENT.getVolatile(values, slot);
			if (value == null || words[slot] == word) {
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
		long word = ((Number) key).longValue();
		int slot = home(hash);
		for (int step = 0; step < WINDOW && ELEMENT.getAcquire(this.values, slot) != null; step++) {
			if (this.words[slot] == word) {
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
		return !kind().covers(key) ? ABSENT : insert(((Number) key).longValue(), hash, value);
	}

	private int insert(long word, int hash, @Nullable Object value) {
		int slots = this.slots;
		int slot = home(hash);
		for (int step = 0; step < Math.min(WINDOW, slots); step++) {
			if (this.values[slot] == null) {
				this.words[slot] = word;
				ELEMENT.setRelease(this.values, slot, value);
				return step;
			}
			slot = after(slot, slots);
		}
		return ABSENT;
	}

	@Override
	final boolean isFree(int slot) {
		return this.values[slot] == null;
	}

	@Override
	final Object key(int slot) {
		return unpack(this.words[slot]);
	}

	@Override
	final int hash(int slot) {
		return hashOf(this.words[slot]);
	}

	@Override
	final int copy(int slot, int hash, Segment target, Object value) {
		return ((WordSegment) target).insert(this.words[slot], hash, value);
	}

	@Override
	final int copyTo(int slot, Segment target, Object value) {
		return copy(slot, hash(slot), target, value);
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
				return unpack(words[slot]);
			}

		};
	}

}
