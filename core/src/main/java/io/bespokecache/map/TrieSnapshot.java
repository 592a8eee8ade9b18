package io.bespokecache.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The map that one root is: unmodifiable, and safe to hand to other threads. It keeps the
 * entries of its instant from being collected.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class TrieSnapshot<K, V> extends AbstractMap<K, V> {

	/** Final, so that whoever sees the snapshot sees all below the root. */
	private final TrieNode root;

	TrieSnapshot(TrieNode root) {
		this.root = root;
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a V
	public @Nullable V get(@Nullable Object key) {
		return (key != null) ? (V) this.root.get(key) : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public int size() {
		return (int) Math.min(this.root.entries(), Integer.MAX_VALUE);
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a K and a V
	public void forEach(BiConsumer<? super K, ? super V> action) {
		Objects.requireNonNull(action, "action");
		this.root.forEach((key, value) -> action.accept((K) key, (V) value));
	}

	@Override
	public @Nullable V remove(@Nullable Object key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void clear() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return new Entries();
	}

	private final class Entries extends AbstractSet<Map.Entry<K, V>> {

		@Override
		public int size() {
			return TrieSnapshot.this.size();
		}

		@Override
		public boolean contains(@Nullable Object object) {
			return object instanceof Map.Entry<?, ?> entry && entry.getValue() != null
					&& entry.getValue().equals(get(entry.getKey()));
		}

		@Override
		public Iterator<Map.Entry<K, V>> iterator() {
			return new TrieIterator.Entries<>(TrieSnapshot.this.root, null);
		}

	}

}
