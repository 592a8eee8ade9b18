package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What maps with one lock for all writers share: every write of the contract, on top of a
 * few changes that are made under that lock.
 * <p>
 * <b>Atomicity.</b> A writer holds the lock from before its first look to after its last
 * change, however many keys it touches. A write of several keys has three parts: outside
 * the lock it copies what its caller passed, because a caller's collection may run code
 * of its own; under the lock it calls the caller's function, if there is one, with every
 * entry; and only then, between {@link #beginChanges} and {@link #endChanges}, it changes
 * the map. So a function that throws leaves the map as it was, and none ever sees a write
 * half done.
 * <p>
 * <b>Hazards.</b> A function is called under the lock: it keeps out all other writers. If
 * it changes the map that called it, it is refused with an {@link IllegalStateException};
 * it may read. The {@code equals} of a key is called under the lock as well; one that
 * throws may end a write of several keys half way.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class LockedCacheMap<K, V> extends AbstractCacheMap<K, V> {

	/**
	 * Takes the lock for a change.
	 * @throws IllegalStateException if this thread has it already
	 */
	abstract void lock();

	/** Gives the lock back. */
	abstract void unlock();

	/** Value of a key if it can be had without the lock, else {@code null}. */
	abstract @Nullable Object glance(Object key, long hash);

	/** Value of a key, found under the lock. */
	abstract @Nullable Object find(Object key, long hash);

	/** Sets a value under the lock; returns the value before. */
	abstract @Nullable Object set(Object key, long hash, Object value);

	/** Removes a key under the lock; returns the value before. */
	abstract @Nullable Object unset(Object key, long hash);

	/** Removes all keys under the lock. */
	abstract void reset();

	/** Number of entries, counted under the lock. */
	abstract int count();

	/** Keys and values in turn, copied under the lock. */
	abstract Object[] entries();

	/** Keys and values in turn as they were at one instant, copied without the lock. */
	abstract Object[] copy();

	/** Values of several keys at one instant; takes the lock itself, if it must. */
	abstract @Nullable Object[] findAll(Object[] keys, long[] hashes);

	/** Comes before the changes of so many keys, under the lock. */
	void beginChanges(int keys) {
	}

	/** Comes after the changes of several keys, if all could be made. */
	void commitChanges() {
	}

	/** Comes last, whether or not the changes could be made. */
	void endChanges() {
	}

	@SuppressWarnings("unchecked") // put in as a K
	private K key(Object key) {
		return (K) key;
	}

	@SuppressWarnings("unchecked") // put in as a V
	@Nullable V value(@Nullable Object value) {
		return (V) value;
	}

	@SuppressWarnings("unchecked") // put in as a V
	private V present(Object value) {
		return (V) value;
	}

	@Override
	final EntryCursor cursor() {
		return new CopyCursor(copy());
	}

	@Override
	public final Map<K, V> getAll(Collection<? extends K> keys) {
		Object[] copy = keys.toArray();
		long[] hashes = hashes(copy);
		return AnswerMap.of(copy, hashes, findAll(copy, hashes));
	}

	@Override
	public final @Nullable V put(K key, V value) {
		Objects.requireNonNull(value, "value");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			return value(set(key, hash, value));
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		long hash = KeyHash.mixed(key);
		Object present = glance(key, hash);
		if (present != null) {
			return value(present);
		}
		lock();
		try {
			present = find(key, hash);
			if (present == null) {
				set(key, hash, value);
			}
			return value(present);
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V remove(Object key) {
		long hash = KeyHash.mixed(key);
		lock();
		try {
			return value(unset(key, hash));
		}
		finally {
			unlock();
		}
	}

	@Override
	public final boolean remove(Object key, @Nullable Object value) {
		long hash = KeyHash.mixed(key);
		if (value == null) {
			return false;
		}
		lock();
		try {
			Object present = find(key, hash);
			if (present == null || !value.equals(present)) {
				return false;
			}
			unset(key, hash);
			return true;
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V replace(K key, V value) {
		Objects.requireNonNull(value, "value");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			return (find(key, hash) != null) ? value(set(key, hash, value)) : null;
		}
		finally {
			unlock();
		}
	}

	@Override
	public final boolean replace(K key, V oldValue, V newValue) {
		Objects.requireNonNull(oldValue, "oldValue");
		Objects.requireNonNull(newValue, "newValue");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			if (!oldValue.equals(find(key, hash))) {
				return false;
			}
			set(key, hash, newValue);
			return true;
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		long hash = KeyHash.mixed(key);
		Object present = glance(key, hash);
		if (present != null) {
			return value(present);
		}
		lock();
		try {
			present = find(key, hash);
			if (present != null) {
				return value(present);
			}
			V value = function.apply(key);
			if (value != null) {
				set(key, hash, value);
			}
			return value;
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			V present = value(find(key, hash));
			return (present != null) ? store(key, hash, function.apply(key, present)) : null;
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V compute(K key,
			BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			return store(key, hash, function.apply(key, value(find(key, hash))));
		}
		finally {
			unlock();
		}
	}

	@Override
	public final @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(value, "value");
		Objects.requireNonNull(function, "function");
		long hash = KeyHash.mixed(key);
		lock();
		try {
			V present = value(find(key, hash));
			return store(key, hash, (present != null) ? function.apply(present, value) : value);
		}
		finally {
			unlock();
		}
	}

	/** Stores what a function returned: no value means no entry. */
	private @Nullable V store(K key, long hash, @Nullable V value) {
		if (value != null) {
			set(key, hash, value);
		}
		else {
			unset(key, hash);
		}
		return value;
	}

	@Override
	public final void putAll(Map<? extends K, ? extends V> map) {
		Map<Object, Object> copy = new LinkedHashMap<>(map);
		Object[] keys = copy.keySet().toArray();
		Object[] values = copy.values().toArray();
		for (Object value : values) {
			Objects.requireNonNull(value, "value");
		}
		long[] hashes = hashes(keys);
		lock();
		try {
			setAll(keys, hashes, values);
		}
		finally {
			unlock();
		}
	}

	@Override
	public final long removeAll(Collection<?> keys) {
		Object[] copy = keys.toArray();
		long[] hashes = hashes(copy);
		lock();
		try {
			return unsetAll(copy, hashes);
		}
		finally {
			unlock();
		}
	}

	/**
	 * Hashes of several keys.
	 * @param keys the keys; none of them {@code null}
	 * @return their hashes
	 */
	static long[] hashes(Object[] keys) {
		long[] hashes = new long[keys.length];
		for (int i = 0; i < keys.length; i++) {
			hashes[i] = KeyHash.mixed(keys[i]);
		}
		return hashes;
	}

	private void setAll(Object[] keys, long[] hashes, Object[] values) {
		beginChanges(keys.length);
		try {
			for (int i = 0; i < keys.length; i++) {
				set(keys[i], hashes[i], values[i]);
			}
			commitChanges();
		}
		finally {
			endChanges();
		}
	}

	private long unsetAll(Object[] keys, long[] hashes) {
		beginChanges(keys.length);
		try {
			long removed = 0;
			for (int i = 0; i < keys.length; i++) {
				if (unset(keys[i], hashes[i]) != null) {
					removed++;
				}
			}
			commitChanges();
			return removed;
		}
		finally {
			endChanges();
		}
	}

	@Override
	public final long removeIf(BiPredicate<? super K, ? super V> condition) {
		Objects.requireNonNull(condition, "condition");
		lock();
		try {
			Object[] entries = entries();
			List<Object> doomed = new ArrayList<>();
			for (int i = 0; i < entries.length; i += 2) {
				if (condition.test(key(entries[i]), present(entries[i + 1]))) {
					doomed.add(entries[i]);
				}
			}
			Object[] keys = doomed.toArray();
			return unsetAll(keys, hashes(keys));
		}
		finally {
			unlock();
		}
	}

	@Override
	public final void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
		Objects.requireNonNull(function, "function");
		lock();
		try {
			Object[] entries = entries();
			Object[] keys = new Object[entries.length / 2];
			Object[] values = new Object[entries.length / 2];
			for (int i = 0; i < keys.length; i++) {
				keys[i] = entries[2 * i];
				values[i] = Objects.requireNonNull(function.apply(key(keys[i]), present(entries[2 * i + 1])), "value");
			}
			setAll(keys, hashes(keys), values);
		}
		finally {
			unlock();
		}
	}

	@Override
	public final long drain() {
		lock();
		try {
			long removed = count();
			reset();
			return removed;
		}
		finally {
			unlock();
		}
	}

	/** Compares the entries of one instant; the superclass looks more than once. */
	@Override
	public final boolean equals(@Nullable Object other) {
		if (other == this) {
			return true;
		}
		if (!(other instanceof Map<?, ?> map)) {
			return false;
		}
		Object[] entries = copy();
		if (map.size() != entries.length / 2) {
			return false;
		}
		try {
			for (int i = 0; i < entries.length; i += 2) {
				if (!entries[i + 1].equals(map.get(entries[i]))) {
					return false;
				}
			}
			return true;
		}
		catch (ClassCastException | NullPointerException ex) {
			// The other map has no place for keys of such a kind.
			return false;
		}
	}

	@Override
	public final int hashCode() {
		return super.hashCode();
	}

}
