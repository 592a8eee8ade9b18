package io.bespokecache.map;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What our own maps share whatever they are made of: the views, and the operations on the
 * whole map, all on top of a cursor.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class AbstractCacheMap<K, V> extends AbstractMap<K, V> implements CacheMap<K, V> {

	/**
	 * Starts a walk over all entries.
	 * @return a cursor of the caller's own
	 */
	abstract EntryCursor cursor();

	/**
	 * The refusal of a change by a function that a change has called.
	 * @return the exception to throw
	 */
	static IllegalStateException recursiveUpdate() {
		return new IllegalStateException("Recursive update: a function passed to compute, computeIfAbsent, "
				+ "computeIfPresent, merge, removeIf or replaceAll must not change the map that called it");
	}

	/**
	 * Iterator of the keys.
	 * @return a new iterator, whose removal writes through
	 */
	Iterator<K> keyIterator() {
		return new EntryIterator<>(this, WriteThroughEntry::getKey);
	}

	/**
	 * Iterator of the values.
	 * @return a new iterator, whose removal writes through
	 */
	Iterator<V> valueIterator() {
		return new EntryIterator<>(this, WriteThroughEntry::getValue);
	}

	/**
	 * Iterator of the entries.
	 * @return a new iterator, which writes through
	 */
	Iterator<Map.Entry<K, V>> entryIterator() {
		return new EntryIterator<>(this, (entry) -> entry);
	}

	@Override
	public boolean containsKey(Object key) {
		return get(key) != null;
	}

	@Override
	public boolean containsValue(Object value) {
		Objects.requireNonNull(value, "value");
		EntryCursor cursor = cursor();
		while (cursor.advance()) {
			if (value.equals(cursor.value())) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void clear() {
		drain();
	}

	@Override
	public int size() {
		return (int) Math.min(mappingCount(), Integer.MAX_VALUE);
	}

	@Override
	public boolean isEmpty() {
		return mappingCount() == 0;
	}

	@Override
	public Set<K> keySet() {
		return new KeyView<>(this);
	}

	@Override
	public Collection<V> values() {
		return new ValueView<>(this);
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return new EntryView<>(this);
	}

}
