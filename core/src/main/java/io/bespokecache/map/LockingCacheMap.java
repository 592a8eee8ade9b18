package io.bespokecache.map;

import java.util.Objects;
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
abstract class LockingCacheMap<K, V, L> extends AbstractCacheMap<K, V> {

	/** Value of a key, found without a lock; not a read that statistics count. */
	abstract @Nullable Object find(Object key, int hash);

	/** Sets a value under the segment's lock; returns the value before. */
	abstract @Nullable Object put(L segment, Object key, int hash, Object value);

	/** Removes a key under the segment's lock; returns the value before. */
	abstract @Nullable Object remove(L segment, Object key, int hash);

	/**
	 * Keeps other writers of a hash out.
	 * @throws IllegalStateException if the calling thread holds a lock of this map and
	 * would have to wait
	 */
	abstract L lock(int hash);

	/** Ends a change. */
	abstract void unlock(L segment);

	@SuppressWarnings("unchecked") // put in as a V
	private @Nullable V value(@Nullable Object value) {
		return (V) value;
	}

	@Override
	public @Nullable V put(K key, V value) {
		Objects.requireNonNull(value, "value");
		int hash = KeyHash.of(key);
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
		try {
			return value(remove(segment, key, hash));
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public boolean remove(Object key, @Nullable Object value) {
		int hash = KeyHash.of(key);
		if (value == null) {
			return false;
		}
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
		try {
			V present = value(find(key, hash));
			if (present != null) {
				put(segment, key, hash, value);
			}
			return present;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public boolean replace(K key, V oldValue, V newValue) {
		Objects.requireNonNull(oldValue, "oldValue");
		Objects.requireNonNull(newValue, "newValue");
		int hash = KeyHash.of(key);
		L segment = lock(hash);
		try {
			Object present = find(key, hash);
			if (present == null || !oldValue.equals(present)) {
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
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
		int hash = KeyHash.of(key);
		L segment = lock(hash);
		try {
			V present = value(find(key, hash));
			return store(segment, key, hash, (present != null) ? function.apply(present, value) : value);
		}
		finally {
			unlock(segment);
		}
	}

	/** Stores what a function returned: no value means no entry. */
	private @Nullable V store(L segment, K key, int hash, @Nullable V value) {
		if (value != null) {
			put(segment, key, hash, value);
		}
		else {
			remove(segment, key, hash);
		}
		return value;
	}

}
