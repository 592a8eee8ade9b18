package io.bespokecache.map;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/**
 * The keys of a map; removal writes through.
 *
 * @param <K> the type of keys
 */
final class KeyView<K> extends AbstractSet<K> {

	private final AbstractCacheMap<K, ?> map;

	KeyView(AbstractCacheMap<K, ?> map) {
		this.map = map;
	}

	@Override
	public Iterator<K> iterator() {
		return this.map.keyIterator();
	}

	@Override
	public void forEach(Consumer<? super K> action) {
		Objects.requireNonNull(action, "action");
		this.map.forEach((key, value) -> action.accept(key));
	}

	/** Of no known size: entries may come and go while it is used. */
	@Override
	public Spliterator<K> spliterator() {
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
	public boolean contains(Object key) {
		return this.map.containsKey(key);
	}

	@Override
	public boolean remove(Object key) {
		return this.map.remove(key) != null;
	}

	@Override
	public void clear() {
		this.map.clear();
	}

}
