package io.bespokecache.spring.redis;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Reads what may be a key. Fails in any way if it is none, and may read what would have
 * been written otherwise.
 */
final class KeyReader {

	private static final int INITIAL_CAPACITY = 16;

	private static final Map<Class<?>, Class<?>> PRIMITIVES = Map.of(Boolean.class, boolean.class, Byte.class,
			byte.class, Character.class, char.class, Short.class, short.class, Integer.class, int.class, Long.class,
			long.class, Float.class, float.class, Double.class, double.class);

	private final KeyClasses classes;

	private final KeyInput input;

	KeyReader(KeyClasses classes, KeyInput input) {
		this.classes = classes;
		this.input = input;
	}

	@Nullable Object read(int depth) throws ReflectiveOperationException {
		if (depth > KeyWriter.MAXIMUM_DEPTH) {
			throw new IllegalArgumentException("Nested too deep");
		}
		byte tag = this.input.octet();
		KeyScalar<?> scalar = KeyScalar.tagged(tag);
		return (scalar != null) ? scalar.read(this.input) : readNesting(tag, depth + 1);
	}

	private @Nullable Object readNesting(byte tag, int depth) throws ReflectiveOperationException {
		return switch (tag) {
			case KeyTag.NULL -> null;
			case KeyTag.SIMPLE_KEY -> new SimpleKey(readAll(depth).toArray());
			case KeyTag.LIST -> Collections.unmodifiableList(readAll(depth));
			case KeyTag.SET -> readSet(depth);
			case KeyTag.MAP -> readMap(depth);
			case KeyTag.OPTIONAL -> Optional.ofNullable(read(depth));
			case KeyTag.ENUM -> readEnum();
			case KeyTag.RECORD -> readRecord(depth);
			case KeyTag.ARRAY -> readAll(depth).toArray();
			case KeyTag.PRIMITIVE_ARRAY -> readPrimitives();
			default -> throw new IllegalArgumentException("Unknown tag " + tag);
		};
	}

	private List<@Nullable Object> readAll(int depth) throws ReflectiveOperationException {
		int length = this.input.length();
		List<@Nullable Object> parts = new ArrayList<>(Math.min(length, INITIAL_CAPACITY));
		for (int i = 0; i < length; i++) {
			parts.add(read(depth));
		}
		return parts;
	}

	private int readUnorderedLength() {
		int length = this.input.length();
		if (length > KeyWriter.MAXIMUM_UNORDERED) {
			throw new IllegalArgumentException("Too many elements");
		}
		return length;
	}

	private Set<@Nullable Object> readSet(int depth) throws ReflectiveOperationException {
		int length = readUnorderedLength();
		Set<@Nullable Object> set = new LinkedHashSet<>();
		for (int i = 0; i < length; i++) {
			set.add(read(depth));
		}
		return Collections.unmodifiableSet(set);
	}

	private Map<@Nullable Object, @Nullable Object> readMap(int depth) throws ReflectiveOperationException {
		int length = readUnorderedLength();
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < length; i++) {
			Object key = read(depth);
			map.put(key, read(depth));
		}
		return Collections.unmodifiableMap(map);
	}

	private Object readEnum() {
		Class<?> type = readClass();
		String name = this.input.text();
		Object[] constants = type.getEnumConstants();
		if (constants != null) {
			for (Object constant : constants) {
				if (((Enum<?>) constant).name().equals(name)) {
					return constant;
				}
			}
		}
		throw new IllegalArgumentException("Unknown constant");
	}

	private Object readRecord(int depth) throws ReflectiveOperationException {
		Class<?> type = readClass();
		if (!type.isRecord()) {
			throw new IllegalArgumentException("No record");
		}
		@Nullable Object[] components = new Object[KeyRecord.countOf(type)];
		for (int i = 0; i < components.length; i++) {
			components[i] = read(depth);
		}
		return KeyRecord.newInstance(type, components);
	}

	private Class<?> readClass() {
		Class<?> type = this.classes.find(this.input.int64());
		if (type == null) {
			throw new IllegalArgumentException("Unknown class");
		}
		return type;
	}

	private Object readPrimitives() {
		KeyScalar<?> scalar = KeyScalar.tagged(this.input.octet());
		Class<?> type = (scalar != null) ? PRIMITIVES.get(scalar.type()) : null;
		if (scalar == null || type == null) {
			throw new IllegalArgumentException("No primitive type");
		}
		int length = this.input.length();
		Object array = Array.newInstance(type, length);
		for (int i = 0; i < length; i++) {
			Array.set(array, i, scalar.read(this.input));
		}
		return array;
	}

}
