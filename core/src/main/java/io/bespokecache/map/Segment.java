package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * An open-addressed table which one thread at a time writes and any number read without a
 * lock: the shared core of the maps that are made of segments.
 * <p>
 * <b>Goals.</b> A hit waits for as few cache misses, one after the other, as can be, and
 * for as few lines that writers of other keys write; a reader writes nothing and never
 * waits; no object is allocated for an entry; a removed value is garbage at once; keys
 * whose hashes collide make it no slower than {@link ConcurrentHashMap}.
 * <p>
 * <b>Layout.</b> Flat arrays, which the subclasses lay out by what they keep of a key. A
 * key lives in the first slot, from the one that its hash names, that was free when it
 * came, and keeps it for as long as this segment is there: one that is removed leaves
 * {@link #DEAD} in the place of its value, and finds its slot when it comes back. When
 * live and dead slots together fill the segment, it is replaced by one without the dead.
 *
 * <pre>
 *   ObjectSegment     tags[]  t0 t1 t2 ...       entries[]  k0 v0 k1 v1 k2 v2 ...
 *   WordSegment       words[]   w0 w1 w2 ...     values[]   v0 v1 v2 ...
 *   WordPairSegment   words[]   a0 b0 a1 b1 ...  values[]   v0 v1 v2 ...
 * </pre>
 *
 * <b>Invariants.</b>
 * <ol>
 * <li>Arrays are written by the holder of the lock only. The read tables and the closed
 * deltas of a promoting map, in which no key comes or goes any more, are an exception:
 * their values are replaced by compare-and-set, see {@link Folding}.</li>
 * <li>The key of a slot is written once, before what announces it. So whoever finds a key
 * in a slot reads a value of that key there, whatever happens between the two loads, and
 * a key that is not met between its home and a free slot was not there when that slot was
 * seen to be free.</li>
 * <li>A key that has no slot never gets one in this segment, and the other way round.
 * </li>
 * <li>A probe is at most {@value #WINDOW} slots long and meets at most
 * {@value #SAME_TAGS} keys of the same hash; a key that would lie beyond is in
 * {@code overflow}.</li>
 * <li>The slots of a segment that is retired never change again. Its successors are found
 * by whoever asks the directory after it was retired. A reader that still holds it
 * answers with what the key had when it was replaced; it began before that, or it would
 * not hold it, so that moment lies within its call. Its overflow may be that of a
 * successor: a key there has what it has now, or had when that successor was replaced in
 * turn, which lies within the call too.</li>
 * </ol>
 * <p>
 * <b>Ordering.</b> What is announced (a value, a tag) is stored with release and loaded
 * with volatile semantics, so that it is seen with all that was written before it. A full
 * fence stands between all stores of a change and the release of the lock: two threads
 * that each put a key and then read the other's could otherwise both find nothing, each
 * store waiting in its processor's buffer while the loads behind it run ahead.
 * <p>
 * <b>Placement.</b> What writers write at each change lies in the superclass, apart from
 * what readers read at each look-up: a put of one key costs readers of the others no
 * cache miss.
 * <p>
 * <b>Hazards.</b> A key that was removed is kept until the segment is replaced, which it
 * is when live and dead keys fill it or the dead take half of its slots. One that comes
 * back earlier is the object that was there before, equal to the new one.
 */
abstract class Segment extends SegmentPadding {

	/** Slots that a probe looks at, at most. */
	static final int WINDOW = 127;

	/** Keys of one hash, as far as a tag can tell, that are kept in slots. */
	static final int SAME_TAGS = 4;

	/** Slots of the largest segment; when that is full it is split. */
	static final int MAXIMUM_SLOTS = 2048;

	/** Slots of the smallest segment. */
	static final int MINIMUM_SLOTS = 8;

	/** The key has no slot. */
	static final int ABSENT = -1;

	/**
	 * Odd numbers by which hashes are multiplied, where those as they are clump.
	 */
	private static final int[] MULTIPLIERS = { 0x85EB_CA6B, 0xC2B2_AE35, 0x27D4_EB2F };

	/** How many ways there are to spread keys over the slots. */
	static final int SPREADS = 1 + MULTIPLIERS.length;

	/** Displacement of few keys that is no reason to spread them otherwise. */
	private static final int CLUMP = 8;

	static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);

	/** Stands in a slot for the value of a key that was removed. */
	static final Object DEAD = new Object();

	/** Of how many upper bits of the hash all keys of this segment agree. */
	final int depth;

	/** How keys are spread over the slots: number of the multiplier. */
	final int spread;

	private final int multiplier;

	/**
	 * Number of slots; beside the references to the arrays, so that a probe need not ask
	 * an array for its length before it knows where to look.
	 */
	final int slots;

	private volatile @Nullable ConcurrentHashMap<Object, Object> overflow;

	Segment(int depth, int spread, int slots) {
		this.depth = depth;
		this.spread = spread;
		this.multiplier = (spread == 0) ? 1 << depth : MULTIPLIERS[spread - 1];
		this.slots = slots;
	}

	/** What is kept of the keys. */
	abstract KeyKind kind();

	/** Value of a key or {@link #DEAD}, found without a lock. */
	abstract @Nullable Object get(Object key, int hash);

	/** Slot of a key, or {@link #ABSENT}. The caller holds the lock. */
	abstract int find(Object key, int hash);

	/** Value in a slot or {@link #DEAD}; {@code null} if it is free. */
	abstract @Nullable Object value(int slot);

	/** Replaces the value in a slot that is not free. The caller holds the lock. */
	abstract void setValue(int slot, Object value);

	/**
	 * Replaces the value in a slot of a table whose entries stay where they are, if it is
	 * still the one that is expected.
	 * @return {@code false} if it is another
	 */
	abstract boolean compareAndSetValue(int slot, Object expected, Object value);

	/**
	 * Puts a key that has no slot into a free one. The caller holds the lock.
	 * @return how many slots it lies behind its home, or {@link #ABSENT} if none is free
	 * within reach
	 */
	abstract int insert(Object key, int hash, Object value);

	/** Whether a slot is free. */
	abstract boolean isFree(int slot);

	/** Key in a slot that is not free, or one that is equal to it. */
	abstract Object key(int slot);

	/** Hash of the key in a slot that is not free. */
	abstract int hash(int slot);

	/**
	 * Inserts the key in a slot, with a value, into another segment of the same kind.
	 * @param hash the key's hash
	 * @return as {@link #insert}
	 */
	abstract int copy(int slot, int hash, Segment target, Object value);

	/**
	 * Copies the entry in a slot to another segment of the same shape, in which it is
	 * not, without a look at its key.
	 * @return as {@link #insert}
	 */
	abstract int copyTo(int slot, Segment target, Object value);

	/** Arrays as they are now, for iteration. */
	abstract SegmentCopy copy();

	/**
	 * Slot that a hash names: by its upper bits behind those that name the segment, where
	 * keys in progression lie evenly; or, if they clump there, by those of a product.
	 * @param hash the hash
	 * @return the slot
	 */
	final int home(int hash) {
		return home(hash, this.slots);
	}

	/**
	 * Slot that a hash would name if there were another number of slots.
	 * @param hash the hash
	 * @param slots the number of slots
	 * @return the slot
	 */
	final int home(int hash, int slots) {
		return (int) ((Integer.toUnsignedLong(hash * this.multiplier) * slots) >>> Integer.SIZE);
	}

	/** Value of a key that has no slot. Takes no lock. */
	final @Nullable Object overflowing(Object key) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return (overflow != null) ? overflow.get(key) : null;
	}

	/** Keys that have no slot. */
	final @Nullable ConcurrentHashMap<Object, Object> overflow() {
		return this.overflow;
	}

	/**
	 * Replaces the value of a key that has a place. The caller holds the lock.
	 * @return the value before or {@link #DEAD}; {@code null} if the key has none
	 */
	final @Nullable Object replace(Object key, int hash, Object value) {
		int slot = find(key, hash);
		if (slot != ABSENT) {
			Object before = value(slot);
			setValue(slot, value);
			return before;
		}
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return (overflow != null) ? overflow.replace(key, value) : null;
	}

	/**
	 * Adds the entry in a slot, with a value, to a segment where its key is not. The
	 * caller is the only one to add to that.
	 */
	final void copyInto(int slot, int hash, Segment target, Object value) {
		int steps = (target.kind() == kind()) ? copy(slot, hash, target, value) : ABSENT;
		if (steps != ABSENT) {
			target.displacement += steps;
			target.addLive(1);
		}
		else {
			target.add(key(slot), hash, value);
		}
	}

	/**
	 * Adds a key that is not there. The caller holds the lock, or nobody else knows this
	 * segment.
	 */
	final void add(Object key, int hash, Object value) {
		int steps = insert(key, hash, value);
		if (steps != ABSENT) {
			this.displacement += steps;
		}
		else {
			addToOverflow(key, value);
		}
		addLive(1);
	}

	/** Adds a key that is not there, and for which there is to be no slot. */
	final void addBeyond(Object key, Object value) {
		addToOverflow(key, value);
		addLive(1);
	}

	private void addToOverflow(Object key, Object value) {
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		if (overflow == null) {
			overflow = new ConcurrentHashMap<>();
			this.overflow = overflow;
		}
		overflow.put(key, value);
		this.overflowing++;
	}

	/**
	 * Removes a key. The caller holds the lock.
	 * @return the value before, or {@code null} if the key is not there
	 */
	final @Nullable Object remove(Object key, int hash) {
		int slot = find(key, hash);
		Object before;
		if (slot != ABSENT) {
			before = value(slot);
			if (before == DEAD) {
				return null;
			}
			setValue(slot, DEAD);
			this.dead++;
		}
		else {
			ConcurrentHashMap<Object, Object> overflow = this.overflow;
			before = (overflow != null) ? overflow.remove(key) : null;
			if (before != null) {
				this.overflowing--;
			}
		}
		if (before != null) {
			addLive(-1);
		}
		return before;
	}

	/**
	 * Whether keys lie much further from their homes than random ones would, as some
	 * progressions do, and might be spread better. The caller holds the lock.
	 */
	final boolean isClumped() {
		// On average random keys lie 0.2 slots from home at a load of 0.3,
		// 0.5 at 0.5, and 1.2 at 0.7.
		long used = used();
		return this.spread < MULTIPLIERS.length && 5L * (this.displacement - CLUMP) * this.slots > 11 * used * used;
	}

	static int after(int slot, int slots) {
		return (slot + 1 == slots) ? 0 : slot + 1;
	}

	/**
	 * Slot behind the last that a probe looks at. A reader's loop compares slots with it
	 * rather than count its steps, for the compiler unrolls loops that count, and nearly
	 * every probe is one step long.
	 */
	static int last(int home, int slots) {
		int last = home + WINDOW;
		return (last < slots) ? last : (slots <= WINDOW) ? home : last - slots;
	}

	/**
	 * Adds all entries to successors of which each takes those whose hash names it by the
	 * bit behind this segment's depth; to one of the same depth if there is one. The
	 * caller holds the lock.
	 * @param successors one or two segments that nobody else knows yet
	 */
	final void moveTo(Segment... successors) {
		if (successors.length == 1 && isOfSameShape(successors[0])) {
			moveToSameShape(successors[0]);
			return;
		}
		int slots = this.slots;
		for (int slot = 0; slot < slots; slot++) {
			Object value = liveValue(slot);
			if (value != null) {
				int hash = hash(slot);
				copyInto(slot, hash, successors[which(hash, successors.length)], value);
			}
		}
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		if (overflow != null) {
			overflow.forEach((key, value) -> {
				int hash = KeyHash.of(key);
				successors[which(hash, successors.length)].add(key, hash, value);
			});
		}
	}

	private boolean isOfSameShape(Segment other) {
		return other.kind() == kind() && other.slots == this.slots && other.spread == this.spread
				&& other.depth == this.depth;
	}

	private void moveToSameShape(Segment successor) {
		int slots = this.slots;
		for (int slot = 0; slot < slots; slot++) {
			Object value = liveValue(slot);
			if (value != null) {
				int steps = copyTo(slot, successor, value);
				if (steps != ABSENT) {
					successor.displacement += steps;
					successor.addLive(1);
				}
				else {
					successor.addBeyond(key(slot), value);
				}
			}
		}
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		if (successor.overflow == null) {
			// However many they are, none of them is copied.
			successor.overflow = overflow;
			successor.overflowing = this.overflowing;
			successor.addLive(this.overflowing);
		}
		else if (overflow != null) {
			// In another order, some keys found no slot within reach.
			overflow.forEach(successor::addBeyond);
		}
	}

	/**
	 * Value in a slot, or {@code null} if it is free or dead. The caller holds the lock.
	 */
	private @Nullable Object liveValue(int slot) {
		Object value = value(slot);
		return (value != DEAD) ? value : null;
	}

	/**
	 * Whether all keys are of a kind. The caller holds the lock.
	 * @param kind the kind
	 * @return {@code true} if such a segment can take them all
	 */
	final boolean isCoveredBy(KeyKind kind) {
		if (live() == 0 || kind() == kind) {
			return true;
		}
		if (kind() != KeyKind.OBJECT) {
			return false;
		}
		int slots = this.slots;
		for (int slot = 0; slot < slots; slot++) {
			if (liveValue(slot) != null && !kind.covers(key(slot))) {
				return false;
			}
		}
		ConcurrentHashMap<Object, Object> overflow = this.overflow;
		return overflow == null || overflow.keySet().stream().allMatch(kind::covers);
	}

	/**
	 * First hash behind those of this segment, as an unsigned number.
	 * @param start a hash that belongs to this segment, unsigned
	 * @return the first hash of the next segment, or 2^32 if this is the last
	 */
	final long next(long start) {
		int bits = Integer.SIZE - this.depth;
		return ((start >>> bits) + 1) << bits;
	}

	/**
	 * Which of the successors a hash belongs to.
	 */
	final int which(int hash, int successors) {
		return (successors == 1) ? 0 : (hash << this.depth) >>> (Integer.SIZE - 1);
	}

}
