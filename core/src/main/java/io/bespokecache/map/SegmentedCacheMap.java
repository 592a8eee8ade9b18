package io.bespokecache.map;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What maps made of segments share: every operation of the contract, on top of a look-up
 * that takes no lock and of changes under the lock of the key's segment.
 * <p>
 * A thread that holds the lock of a segment is either inside one of the short operations
 * below or inside a function that its caller passed. Two rules keep functions that touch
 * the map, which the contract forbids, from doing harm: a thread never takes a lock that
 * it has, and never <em>waits</em> for a lock while it has another. Both throw
 * {@link IllegalStateException}, so there is no recursion into a half-made change, and no
 * ring of threads that wait for each other in one map.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class SegmentedCacheMap<K, V> extends AbstractCacheMap<K, V> {

	/** Most segments that {@link FlatTable#segment} can tell apart. */
	static final int MAXIMUM_SEGMENTS = 256;

	/** Where readers find the table of each segment. */
	final FlatTable[] tables;

	/** Where writers find the lock of each segment. */
	final Segment[] segments;

	/**
	 * Makes an empty map.
	 * @param tables the empty tables of as many segments
	 */
	SegmentedCacheMap(FlatTable[] tables) {
		this.tables = tables;
		this.segments = new Segment[tables.length];
		for (int i = 0; i < tables.length; i++) {
			this.segments[i] = new Segment(tables, i);
		}
	}

	/**
	 * How many segments a map has that should have some number of them.
	 * @param segments the number
	 * @return the least power of two that is not smaller, but at most
	 * {@value #MAXIMUM_SEGMENTS}
	 */
	static int segments(long segments) {
		int count = 1;
		while (count < segments && count < MAXIMUM_SEGMENTS) {
			count <<= 1;
		}
		return count;
	}

	/** Value of a key, found without a lock; not a read that statistics count. */
	abstract @Nullable Object find(Object key, long hash);

	/** Sets a value under the segment's lock; returns the value before. */
	abstract @Nullable Object put(Segment segment, Object key, long hash, Object value);

	/** Removes a key under the segment's lock; returns the value before. */
	abstract @Nullable Object remove(Segment segment, Object key, long hash);

	/** Called after a change, when no lock is held. */
	void changed(Segment segment) {
	}

	private Segment lock(long hash) {
		Segment segment = this.segments[FlatTable.segment(hash, this.segments.length)];
		ReentrantLock lock = segment.lock;
		if (lock.isHeldByCurrentThread()) {
			throw recursiveUpdate();
		}
		if (!lock.tryLock()) {
			for (Segment other : this.segments) {
				if (other.lock.isHeldByCurrentThread()) {
					throw recursiveUpdate();
				}
			}
			lock.lock();
		}
		return segment;
	}

	/** Ends a change: nobody is kept waiting while follow-up work is arranged. */
	private void unlock(Segment segment) {
		segment.lock.unlock();
		changed(segment);
	}

	@SuppressWarnings("unchecked") // put in as a V
	private @Nullable V value(@Nullable Object value) {
		return (V) value;
	}

	@Override
	public @Nullable V put(K key, V value) {
		Objects.requireNonNull(value, "value");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			return value(put(segment, key, hash, value));
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		V present = get(key);
		if (present != null) {
			return present;
		}
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			present = value(find(key, hash));
			if (present == null) {
				put(segment, key, hash, value);
			}
			return present;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V remove(Object key) {
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			return value(remove(segment, key, hash));
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public boolean remove(Object key, @Nullable Object value) {
		long hash = FlatTable.hash(key);
		if (value == null) {
			return false;
		}
		Segment segment = lock(hash);
		try {
			Object present = find(key, hash);
			if (present == null || !value.equals(present)) {
				return false;
			}
			remove(segment, key, hash);
			return true;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V replace(K key, V value) {
		Objects.requireNonNull(value, "value");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			return (find(key, hash) != null) ? value(put(segment, key, hash, value)) : null;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public boolean replace(K key, V oldValue, V newValue) {
		Objects.requireNonNull(oldValue, "oldValue");
		Objects.requireNonNull(newValue, "newValue");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			if (!oldValue.equals(find(key, hash))) {
				return false;
			}
			put(segment, key, hash, newValue);
			return true;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		V present = get(key);
		if (present != null) {
			return present;
		}
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			present = value(find(key, hash));
			if (present != null) {
				return present;
			}
			V value = function.apply(key);
			if (value != null) {
				put(segment, key, hash, value);
			}
			return value;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			V present = value(find(key, hash));
			return (present != null) ? store(segment, key, hash, function.apply(key, present)) : null;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			return store(segment, key, hash, function.apply(key, value(find(key, hash))));
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(value, "value");
		Objects.requireNonNull(function, "function");
		long hash = FlatTable.hash(key);
		Segment segment = lock(hash);
		try {
			V present = value(find(key, hash));
			return store(segment, key, hash, (present != null) ? function.apply(present, value) : value);
		}
		finally {
			unlock(segment);
		}
	}

	/** Stores what a function returned: no value means no entry. */
	private @Nullable V store(Segment segment, K key, long hash, @Nullable V value) {
		if (value != null) {
			put(segment, key, hash, value);
		}
		else {
			remove(segment, key, hash);
		}
		return value;
	}

	@Override
	public long mappingCount() {
		long entries = 0;
		for (Segment segment : this.segments) {
			entries += segment.entries();
		}
		return entries;
	}

}
