package io.bespokecache.map;

import java.util.AbstractMap;
import java.util.Collection;
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
