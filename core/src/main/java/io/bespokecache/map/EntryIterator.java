package io.bespokecache.map;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The iterator of a view: what a cursor finds, one step ahead, so that an entry that
 * {@link #hasNext()} has promised is still there for {@link #next()}.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @param <E> the type of elements
 */
final class EntryIterator<K, V, E> implements Iterator<E> {

	private final AbstractCacheMap<K, V> map;

	private final EntryCursor cursor;

	private final Function<WriteThroughEntry<K, V>, E> element;

	private @Nullable WriteThroughEntry<K, V> next;

	private @Nullable K removable;

	EntryIterator(AbstractCacheMap<K, V> map, Function<WriteThroughEntry<K, V>, E> element) {
		this.map = map;
		this.cursor = map.cursor();
		this.element = element;
		advance();
	}

	@SuppressWarnings("unchecked") // keys and values of this map were put in as K and V
	private void advance() {
		this.next = this.cursor.advance()
				? new WriteThroughEntry<>(this.map, (K) this.cursor.key(), (V) this.cursor.value()) : null;
	}

	@Override
	public boolean hasNext() {
		return this.next != null;
	}

	@Override
	public E next() {
		WriteThroughEntry<K, V> entry = this.next;
		if (entry == null) {
			throw new NoSuchElementException();
		}
		this.removable = entry.getKey();
		advance();
		return this.element.apply(entry);
	}

	@Override
	public void remove() {
		K key = this.removable;
		if (key == null) {
			throw new IllegalStateException("remove needs a next before it, and may follow it once");
		}
		this.removable = null;
		this.map.remove(key);
	}

}
