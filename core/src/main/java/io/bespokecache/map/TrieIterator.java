package io.bespokecache.map;

import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An iterator over the entries of one root. It has a class for each kind of element, so
 * that none is compiled for the others' sake too.
 *
 * @param <E> the type of elements
 */
abstract sealed class TrieIterator<E> extends TrieCursor implements Iterator<E> {

	/** Where removal writes through to; {@code null} if nothing can be removed. */
	private final @Nullable Map<?, ?> map;

	private boolean removable;

	private TrieIterator(TrieNode root, @Nullable Map<?, ?> map) {
		super(root);
		this.map = map;
	}

	final int show() {
		int place = step();
		this.removable = true;
		return place;
	}

	@Override
	public final void remove() {
		if (this.map == null) {
			throw new UnsupportedOperationException("A snapshot cannot be changed");
		}
		if (!this.removable) {
			throw new IllegalStateException("remove needs a next before it, and may follow it once");
		}
		this.removable = false;
		this.map.remove(key());
	}

	/**
	 * Shows keys.
	 *
	 * @param <K> the type of keys
	 */
	static final class Keys<K> extends TrieIterator<K> {

		Keys(TrieNode root, @Nullable Map<?, ?> map) {
			super(root, map);
		}

		@Override
		@SuppressWarnings("unchecked") // put in as a K
		public K next() {
			return (K) part(show());
		}

	}

	/**
	 * Shows values.
	 *
	 * @param <V> the type of values
	 */
	static final class Values<V> extends TrieIterator<V> {

		Values(TrieNode root, @Nullable Map<?, ?> map) {
			super(root, map);
		}

		@Override
		@SuppressWarnings("unchecked") // put in as a V
		public V next() {
			return (V) part(show() + 1);
		}

	}

	/**
	 * Shows entries that write through, or cannot be changed.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	static final class Entries<K, V> extends TrieIterator<Map.Entry<K, V>> {

		private final @Nullable Map<K, V> map;

		Entries(TrieNode root, @Nullable Map<K, V> map) {
			super(root, map);
			this.map = map;
		}

		@Override
		@SuppressWarnings("unchecked") // put in as a K and a V
		public Map.Entry<K, V> next() {
			int place = show();
			K key = (K) part(place);
			V value = (V) part(place + 1);
			return (this.map != null) ? new WriteThroughEntry<>(this.map, key, value) : Map.entry(key, value);
		}

	}

}
