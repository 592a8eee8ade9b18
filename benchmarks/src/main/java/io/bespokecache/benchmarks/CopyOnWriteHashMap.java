package io.bespokecache.benchmarks;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A hash map that each write copies, behind one volatile reference: the origin's
 * immutable map in an atomic.Value.
 * <p>
 * Thread-safe. Iterations show the map as it was when they began.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class CopyOnWriteHashMap<K, V> extends AbstractMap<K, V> {

	/** Keeps writers from each other. */
	private final ReentrantLock lock = new ReentrantLock();

	/** The map is never changed once it is here. */
	private volatile Map<K, V> entries = Map.of();

	@Override
	public @Nullable V get(Object key) {
		return this.entries.get(key);
	}

	@Override
	public @Nullable V put(K key, V value) {
		return change((copy) -> copy.put(key, value));
	}

	/**
	 * Puts all entries at one instant, with one copy.
	 */
	@Override
	public void putAll(Map<? extends K, ? extends V> added) {
		change((copy) -> {
			copy.putAll(added);
			return null;
		});
	}

	@Override
	public @Nullable V remove(Object key) {
		return change((copy) -> copy.remove(key));
	}

	private @Nullable V change(Change<K, V> change) {
		this.lock.lock();
		try {
			Map<K, V> current = this.entries;
			Map<K, V> copy = HashMaps.sized(current.size() + 1);
			copy.putAll(current);
			V previous = change.to(copy);
			this.entries = copy;
			return previous;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return Collections.unmodifiableMap(this.entries).entrySet();
	}

	/**
	 * A change of a copy that nobody else sees yet.
	 */
	private interface Change<K, V> {

		@Nullable V to(Map<K, V> copy);

	}

}
