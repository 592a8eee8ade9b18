package io.bespokecache.workload;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;

/**
 * About what a value takes on the heap, found out in a few microseconds: with compressed
 * references, what it refers to included. Of a collection only the first elements are
 * looked at, and at {@value #MOST_OBJECTS} objects it ends. No code of the value's own is
 * called, and none of its references is loaded by a look at it, so only collections of
 * the JDK are iterated.
 */
final class ValueSize {

	private static final int MOST_OBJECTS = 64;

	private static final int MOST_ELEMENTS = 8;

	/** What these hold may be anybody's. */
	private static final String WRAPPERS = "java.util.Collections$";

	private static final int HEADER = 12;

	private static final int ARRAY_HEADER = 16;

	private static final int REFERENCE = 4;

	private static final int STRING = 24;

	/** What a collection takes for an element, and a map for an entry. */
	private static final int ELEMENT = 8;

	private static final int ENTRY = 40;

	private static final ClassValue<Layout> LAYOUTS = new ClassValue<>() {

		@Override
		protected Layout computeValue(Class<?> type) {
			return Layout.of(type);
		}

	};

	/** What could not be found out. */
	static final Bytes UNKNOWN = new Bytes(-1, 0);

	private long largestArray;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private ValueSize() {
	}

	/**
	 * Bytes of a value.
	 * @param value the value
	 * @return about how many; {@link #UNKNOWN} if that cannot be told
	 */
	static Bytes of(Object value) {
		try {
			ValueSize size = new ValueSize();
			return new Bytes((long) size.walk(value), size.largestArray);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			// It is changed by somebody else at this moment, or nested deeply. Whoever
			// stores it must not hear of that.
			return UNKNOWN;
		}
	}

	private double walk(Object root) {
		double bytes = 0;
		Deque<Object> open = new ArrayDeque<>();
		open.push(root);
		while (!open.isEmpty()) {
			Object next = open.pop();
			if (this.seen.size() < MOST_OBJECTS && this.seen.add(next)) {
				bytes += bytes(next, open);
			}
		}
		return bytes;
	}

	private double bytes(Object object, Deque<Object> open) {
		if (object instanceof String string) {
			return STRING + ofArray(string.length());
		}
		if (object instanceof ByteBuffer buffer) {
			return ENTRY + (buffer.hasArray() ? ofArray(buffer.capacity()) : 0);
		}
		if (object instanceof Enum<?> || object instanceof Class<?> || object instanceof Thread
				|| object instanceof ClassLoader) {
			return 0;
		}
		Class<?> type = object.getClass();
		if (type.isArray()) {
			return array(object, type.getComponentType());
		}
		boolean known = type.getName().startsWith("java.util.") && !type.getName().startsWith(WRAPPERS);
		if (known && object instanceof Collection<?> elements) {
			if (object instanceof RandomAccess) {
				ofArray((long) elements.size() * REFERENCE);
			}
			return elements(elements, elements.size(), ELEMENT);
		}
		if (known && object instanceof Map<?, ?> map) {
			return elements(map.values(), map.size(), ENTRY) + elements(map.keySet(), map.size(), 0);
		}
		Layout layout = LAYOUTS.get(type);
		for (Field field : layout.references) {
			try {
				Object referent = field.get(object);
				if (referent != null) {
					open.push(referent);
				}
			}
			catch (IllegalAccessException ex) {
				// What cannot be seen is not counted.
			}
		}
		return layout.bytes;
	}

	private double array(Object array, Class<?> component) {
		int length = Array.getLength(array);
		if (component.isPrimitive()) {
			return ofArray((long) length * width(component));
		}
		ofArray((long) length * REFERENCE);
		List<Object> some = new ArrayList<>();
		for (int index = 0; index < Math.min(length, MOST_ELEMENTS); index++) {
			some.add(Array.get(array, index));
		}
		return elements(some, length, REFERENCE);
	}

	/** The first elements stand for all of them. */
	private double elements(Collection<?> elements, int size, int overhead) {
		double sampled = 0;
		int looked = 0;
		for (Object element : elements) {
			if (looked == MOST_ELEMENTS) {
				break;
			}
			looked++;
			if (element != null) {
				sampled += walk(element);
			}
		}
		return ARRAY_HEADER + (double) size * overhead + ((looked == 0) ? 0 : sampled / looked * size);
	}

	/** Bytes of an array, which is remembered if it is the largest. */
	private long ofArray(long content) {
		long bytes = aligned(ARRAY_HEADER + content);
		this.largestArray = Math.max(this.largestArray, bytes);
		return bytes;
	}

	private static long aligned(long bytes) {
		return (bytes + 7) & ~7L;
	}

	private static int width(Class<?> type) {
		if (type == long.class || type == double.class) {
			return Long.BYTES;
		}
		if (type == short.class || type == char.class) {
			return Short.BYTES;
		}
		return (type == byte.class || type == boolean.class) ? 1 : REFERENCE;
	}

	/**
	 * About what a value takes.
	 *
	 * @param total all of it
	 * @param largestArray the largest single array that was seen
	 */
	record Bytes(long total, long largestArray) {

	}

	/**
	 * What an object of a class takes, and the references in it that can be followed.
	 */
	private record Layout(long bytes, List<Field> references) {

		static Layout of(Class<?> type) {
			long bytes = HEADER;
			List<Field> references = new ArrayList<>();
			for (Class<?> part = type; part != null; part = part.getSuperclass()) {
				for (Field field : fields(part)) {
					if (!Modifier.isStatic(field.getModifiers())) {
						bytes += width(field.getType());
						if (!field.getType().isPrimitive() && isReadable(field)) {
							references.add(field);
						}
					}
				}
			}
			return new Layout(aligned(bytes), references);
		}

		/** None if the class of one of them is missing. */
		private static Field[] fields(Class<?> type) {
			try {
				return type.getDeclaredFields();
			}
			catch (LinkageError | SecurityException ex) {
				return new Field[0];
			}
		}

		private static boolean isReadable(Field field) {
			try {
				return field.trySetAccessible();
			}
			catch (InaccessibleObjectException | SecurityException ex) {
				return false;
			}
		}

	}

}
