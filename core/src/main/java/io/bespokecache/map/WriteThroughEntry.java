package io.bespokecache.map;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An entry as an iterator found it, whose {@link #setValue} puts into the map, and
 * refuses what the map refuses.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class WriteThroughEntry<K, V> implements Map.Entry<K, V> {

	private final Map<K, V> map;

	private final K key;

	private V value;

	WriteThroughEntry(Map<K, V> map, K key, V value) {
		this.map = map;
		this.key = key;
		this.value = value;
	}

	@Override
	public K getKey() {
		return this.key;
	}

	@Override
	public V getValue() {
		return this.value;
	}

	@Override
	public V setValue(V value) {
		this.map.put(this.key, value);
		V before = this.value;
		this.value = value;
		return before;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Map.Entry<?, ?> entry && this.key.equals(entry.getKey())
				&& Objects.equals(this.value, entry.getValue());
	}

	@Override
	public int hashCode() {
		return this.key.hashCode() ^ Objects.hashCode(this.value);
	}

	@Override
	public String toString() {
		return this.key + "=" + this.value;
	}

}
