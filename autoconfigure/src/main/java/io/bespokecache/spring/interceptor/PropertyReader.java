package io.bespokecache.spring.interceptor;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One property in a path, read as SpEL reads it: a cache of {@link PropertyGetter}s by
 * the receiver's class, filled as classes are seen.
 * <p>
 * It holds the classes of at most {@value #MAXIMUM_CLASSES} receivers, as long as the
 * plan lives; Spring's {@code ReflectivePropertyAccessor}, which lives as long, holds
 * every class that it has seen. Thread-safe.
 */
final class PropertyReader {

	/**
	 * Beyond these, comparing classes one by one costs more than it saves.
	 */
	static final int MAXIMUM_CLASSES = 8;

	private final String property;

	private final boolean nullSafe;

	/**
	 * A reader either sees a node whole or does not see it: nodes are immutable and
	 * published by a volatile write. At worst a class is resolved twice, with equal
	 * results.
	 */
	private volatile @Nullable Node known;

	PropertyReader(String property, boolean nullSafe) {
		this.property = property;
		this.nullSafe = nullSafe;
	}

	/**
	 * Reads the property.
	 * @param receiver the object that has it
	 * @return the value; {@code null} as well if only Spring can tell it
	 * @throws Throwable what the getter throws
	 */
	@Nullable Object read(Object receiver) throws Throwable {
		Class<?> type = receiver.getClass();
		for (Node node = this.known; node != null; node = node.next) {
			if (node.type == type) {
				return node.getter.get(receiver);
			}
		}
		Node learnt = learn(type);
		return (learnt != null) ? learnt.getter.get(receiver) : null;
	}

	private @Nullable Node learn(Class<?> type) {
		Node first = this.known;
		if (first != null && first.size >= MAXIMUM_CLASSES) {
			return null;
		}
		// Outside the lock: looking for members may load classes.
		return add(type, isLeftToSpring(type) ? PropertyGetter.NONE : PropertyResolver.resolve(type, this.property));
	}

	/**
	 * A class as a receiver has the static properties of the class that it stands for; an
	 * optional is unwrapped by {@code ?.} and is its own receiver for a dot.
	 */
	private boolean isLeftToSpring(Class<?> type) {
		return type == Class.class || (this.nullSafe && type == Optional.class);
	}

	private synchronized @Nullable Node add(Class<?> type, PropertyGetter getter) {
		Node first = this.known;
		for (Node node = first; node != null; node = node.next) {
			if (node.type == type) {
				return node;
			}
		}
		if (first != null && first.size >= MAXIMUM_CLASSES) {
			return null;
		}
		Node node = new Node(type, getter, first);
		this.known = node;
		return node;
	}

	private static final class Node {

		final Class<?> type;

		final PropertyGetter getter;

		final @Nullable Node next;

		final int size;

		Node(Class<?> type, PropertyGetter getter, @Nullable Node next) {
			this.type = type;
			this.getter = getter;
			this.next = next;
			this.size = (next != null) ? next.size + 1 : 1;
		}

	}

}
