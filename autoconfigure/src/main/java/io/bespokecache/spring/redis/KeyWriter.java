package io.bespokecache.spring.redis;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.bespokecache.shared.UnshareableException;
import io.bespokecache.spring.SimpleKeyParameters;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Writes a key, or a part of one.
 */
final class KeyWriter {

	/** How deep the parts of a key may be nested. */
	static final int MAXIMUM_DEPTH = 16;

	/**
	 * Hash tables of elements that somebody has made to collide take time that grows with
	 * their square.
	 */
	static final int MAXIMUM_UNORDERED = 1000;

	private final KeyClasses classes;

	private final KeyOutput output = new KeyOutput();

	KeyWriter(KeyClasses classes) {
		this.classes = classes;
	}

	KeyOutput output() {
		return this.output;
	}

	/**
	 * Writes a part.
	 * @param part the part
	 * @param depth how deep it is nested
	 * @param byContent whether arrays are compared by what they hold
	 */
	void write(@Nullable Object part, int depth, boolean byContent) {
		if (depth > MAXIMUM_DEPTH) {
			throw new UnshareableException(
					"A key whose parts are nested more than " + MAXIMUM_DEPTH + " deep cannot be shared");
		}
		if (part == null) {
			this.output.octet(KeyTag.NULL);
			return;
		}
		KeyScalar<?> scalar = KeyScalar.of(part);
		if (scalar != null) {
			this.output.octet(scalar.tag());
			scalar.write(part, this.output);
			return;
		}
		writeNesting(part, depth + 1, byContent);
	}

	private void writeNesting(Object part, int depth, boolean byContent) {
		@Nullable Object @Nullable [] parameters = SimpleKeyParameters.of(part);
		if (parameters != null) {
			writeAll(KeyTag.SIMPLE_KEY, Arrays.asList(parameters), depth, true);
		}
		else if (part instanceof List<?> list) {
			writeAll(KeyTag.LIST, list, depth, false);
		}
		else if (part instanceof Set<?> set) {
			writeSorted(KeyTag.SET, set.stream().map((element) -> bytesOf(depth, element)));
		}
		else if (part instanceof Map<?, ?> map) {
			writeSorted(KeyTag.MAP,
					map.entrySet().stream().map((entry) -> bytesOf(depth, entry.getKey(), entry.getValue())));
		}
		else if (part instanceof Optional<?> optional) {
			this.output.octet(KeyTag.OPTIONAL);
			write(optional.orElse(null), depth, false);
		}
		else if (part instanceof Enum<?> constant) {
			writeEnum(constant);
		}
		else if (part instanceof Record) {
			writeRecord(part, depth);
		}
		else if (part instanceof @Nullable Object[] array && byContent) {
			writeAll(KeyTag.ARRAY, Arrays.asList(array), depth, true);
		}
		else if (part.getClass().isArray() && byContent) {
			writePrimitives(part);
		}
		else {
			throw new UnshareableException("A key that is or holds a " + part.getClass().getTypeName()
					+ " cannot be shared: use a String, a number, a UUID, an enum, a date, a record of such,"
					+ " or a list of such");
		}
	}

	private void writeAll(byte tag, Collection<? extends @Nullable Object> parts, int depth, boolean byContent) {
		this.output.octet(tag);
		this.output.length(parts.size());
		for (Object part : parts) {
			write(part, depth, byContent);
		}
	}

	/**
	 * In the order of their bytes: sets that are equal may have other orders.
	 */
	private void writeSorted(byte tag, Stream<byte[]> parts) {
		List<byte[]> sorted = parts.limit(MAXIMUM_UNORDERED + 1).sorted(Arrays::compareUnsigned).toList();
		if (sorted.size() > MAXIMUM_UNORDERED) {
			throw new UnshareableException(
					"A key with a set or map of more than " + MAXIMUM_UNORDERED + " elements cannot be shared");
		}
		this.output.octet(tag);
		this.output.length(sorted.size());
		sorted.forEach(this.output::octets);
	}

	private byte[] bytesOf(int depth, @Nullable Object... parts) {
		KeyWriter writer = new KeyWriter(this.classes);
		for (Object part : parts) {
			writer.write(part, depth, false);
		}
		return writer.output.toByteArray();
	}

	private void writeEnum(Enum<?> constant) {
		Class<?> type = constant.getDeclaringClass();
		long fingerprint = KeyClasses.fingerprintOf(type);
		if (this.classes.find(fingerprint) != type) {
			this.classes.remember(type);
		}
		this.output.octet(KeyTag.ENUM);
		this.output.int64(fingerprint);
		this.output.text(constant.name());
	}

	private void writeRecord(Object record, int depth) {
		Class<?> type = record.getClass();
		@Nullable Object[] components = KeyRecord.componentsOf(record);
		long fingerprint = KeyClasses.fingerprintOf(type);
		if (this.classes.find(fingerprint) != type) {
			KeyRecord.requireRestorable(record, components);
			this.classes.remember(type);
		}
		this.output.octet(KeyTag.RECORD);
		this.output.int64(fingerprint);
		for (Object component : components) {
			write(component, depth, false);
		}
	}

	private void writePrimitives(Object array) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(array.getClass().getComponentType());
		KeyScalar<?> scalar = KeyScalar.of(type);
		if (scalar == null) {
			throw new IllegalStateException("There is no scalar of " + type);
		}
		int length = Array.getLength(array);
		this.output.octet(KeyTag.PRIMITIVE_ARRAY);
		this.output.octet(scalar.tag());
		this.output.length(length);
		for (int i = 0; i < length; i++) {
			scalar.write(Array.get(array, i), this.output);
		}
	}

}
