package io.bespokecache.map;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a map; removal and {@link Map.Entry#setValue} write through.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class EntryView<K, V> extends AbstractSet<Map.Entry<K, V>> {

	private final AbstractCacheMap<K, V> map;

	EntryView(AbstractCacheMap<K, V> map) {
		this.map = map;
	}

	@Override
	public Iterator<Map.Entry<K, V>> iterator() {
		return this.map.entryIterator();
	}

	@Override
	public void forEach(Consumer<? super Map.Entry<K, V>> action) {
		Objects.requireNonNull(action, "action");
		this.map.forEach((key, value) -> action.accept(new WriteThroughEntry<>(this.map, key, value)));
	}

	/** Of no known size: entries may come and go while it is used. */
	@Override
	public Spliterator<Map.Entry<K, V>> spliterator() {
		return Spliterators.spliteratorUnknownSize(iterator(),
				Spliterator.DISTINCT | Spliterator.CONCURRENT | Spliterator.NONNULL);
	}

	@Override
	public int size() {
		return this.map.size();
	}

	@Override
	public boolean isEmpty() {
		return this.map.isEmpty();
	}

	@Override
	public boolean contains(@Nullable Object object) {
		return object instanceof Map.Entry<?, ?> entry && entry.getKey() != null && entry.getValue() != null
				&& entry.getValue().equals(this.map.get(entry.getKey()));
	}

	@Override
	public boolean remove(@Nullable Object object) {
		return object instanceof Map.Entry<?, ?> entry && entry.getKey() != null
				&& this.map.remove(entry.getKey(), entry.getValue());
	}

	/** Takes an entry only while it still has the value that was tested. */
	@Override
	public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
		Objects.requireNonNull(filter, "filter");
		return this.map.removeIf((key, value) -> filter.test(new WriteThroughEntry<>(this.map, key, value))) > 0;
	}

	@Override
	public void clear() {
		this.map.clear();
	}

}
