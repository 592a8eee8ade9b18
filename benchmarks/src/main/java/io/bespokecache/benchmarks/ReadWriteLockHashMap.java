package io.bespokecache.benchmarks;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.jspecify.annotations.Nullable;

/**
 * A hash map with a {@link ReentrantReadWriteLock}: the origin's map with an RWMutex.
 * <p>
 * Thread-safe. Iteration copies all entries first.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ReadWriteLockHashMap<K, V> extends AbstractMap<K, V> {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	/** Guarded by the lock. */
	private final Map<K, V> entries;

	ReadWriteLockHashMap(int entries) {
		this.entries = HashMaps.sized(entries);
	}

	@Override
	public @Nullable V get(Object key) {
		this.lock.readLock().lock();
		try {
			return this.entries.get(key);
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Values of several keys, as they are at one instant.
	 * @param keys the keys
	 * @return a map of the caller's own with those keys that have a value
	 */
	Map<K, V> getAll(Collection<? extends K> keys) {
		Map<K, V> found = HashMaps.sized(keys.size());
		this.lock.readLock().lock();
		try {
			for (K key : keys) {
				V value = this.entries.get(key);
				if (value != null) {
					found.put(key, value);
				}
			}
		}
		finally {
			this.lock.readLock().unlock();
		}
		return found;
	}

	@Override
	public @Nullable V put(K key, V value) {
		this.lock.writeLock().lock();
		try {
			return this.entries.put(key, value);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public @Nullable V remove(Object key) {
		this.lock.writeLock().lock();
		try {
			return this.entries.remove(key);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		this.lock.readLock().lock();
		try {
			return Map.copyOf(this.entries).entrySet();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

}
