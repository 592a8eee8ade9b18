package io.bespokecache.map;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A view of another set through which elements can be removed, but none added.
 *
 * @param <E> the type of elements
 */
final class RemovalOnlySet<E> extends AbstractSet<E> {

	private final Set<E> elements;

	RemovalOnlySet(Set<E> elements) {
		this.elements = elements;
	}

	@Override
	public int size() {
		return this.elements.size();
	}

	@Override
	public boolean isEmpty() {
		return this.elements.isEmpty();
	}

	@Override
	public boolean contains(@Nullable Object element) {
		return this.elements.contains(element);
	}

	@Override
	public Iterator<E> iterator() {
		return this.elements.iterator();
	}

	@Override
	public Spliterator<E> spliterator() {
		return this.elements.spliterator();
	}

	@Override
	public void forEach(Consumer<? super E> action) {
		this.elements.forEach(action);
	}

	@Override
	public boolean remove(@Nullable Object element) {
		return this.elements.remove(element);
	}

	@Override
	public boolean removeIf(Predicate<? super E> filter) {
		return this.elements.removeIf(filter);
	}

	@Override
	public void clear() {
		this.elements.clear();
	}

}
