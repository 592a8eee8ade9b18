package io.bespokecache.map;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The values of a map; removal writes through, and takes an entry only while it still has
 * the value that was looked at. Removal by an iterator goes by the key alone.
 *
 * @param <V> the type of values
 */
final class ValueView<V> extends AbstractCollection<V> {

	private final AbstractCacheMap<?, V> map;

	ValueView(AbstractCacheMap<?, V> map) {
		this.map = map;
	}

	@Override
	public Iterator<V> iterator() {
		return this.map.valueIterator();
	}

	@Override
	public void forEach(Consumer<? super V> action) {
		Objects.requireNonNull(action, "action");
		this.map.forEach((key, value) -> action.accept(value));
	}

	/** Of no known size: entries may come and go while it is used. */
	@Override
	public Spliterator<V> spliterator() {
		return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.CONCURRENT | Spliterator.NONNULL);
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
	public boolean contains(Object value) {
		return this.map.containsValue(value);
	}

	@Override
	public boolean remove(@Nullable Object value) {
		if (value != null) {
			for (Map.Entry<?, V> entry : this.map.entrySet()) {
				if (value.equals(entry.getValue()) && this.map.remove(entry.getKey(), entry.getValue())) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public boolean removeIf(Predicate<? super V> filter) {
		Objects.requireNonNull(filter, "filter");
		return this.map.entrySet().removeIf((entry) -> filter.test(entry.getValue()));
	}

	@Override
	public boolean removeAll(Collection<?> values) {
		Objects.requireNonNull(values, "values");
		return removeIf(values::contains);
	}

	@Override
	public boolean retainAll(Collection<?> values) {
		Objects.requireNonNull(values, "values");
		return removeIf((value) -> !values.contains(value));
	}

	@Override
	public void clear() {
		this.map.clear();
	}

}
