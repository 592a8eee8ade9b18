package io.bespokecache.spring.json;

import java.io.OutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * A declared type, written to JSON and read back. What is written never says what class
 * it is: the declaration alone decides that. Thread-safe.
 */
public final class JsonType {

	private final JavaType type;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	/**
	 * Creates a type.
	 * @param mapper writes and reads it; never with the names of classes, whatever it is
	 * configured to do
	 * @param type the type
	 */
	public JsonType(JsonMapper mapper, JavaType type) {
		JsonMapper safe = NoClassNames.in(mapper);
		this.type = type;
		this.writer = safe.writerFor(type)
			.without(SerializationFeature.INDENT_OUTPUT)
			.without(SerializationFeature.WRAP_ROOT_VALUE);
		// A property that is only computed is written, and of no use when it is read.
		this.reader = safe.readerFor(type)
			.without(DeserializationFeature.UNWRAP_ROOT_VALUE)
			.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	/**
	 * Finds a type.
	 * @param mapper writes and reads it; never with the names of classes, whatever it is
	 * configured to do
	 * @param name the name that configuration has for the type
	 * @param classLoader loads the classes that it names; {@code null} for the default
	 * @return the type
	 * @throws IllegalArgumentException if it cannot be found
	 */
	public static JsonType of(JsonMapper mapper, String name, @Nullable ClassLoader classLoader) {
		return new JsonType(mapper, JsonTypes.parse(name, mapper.getTypeFactory(), classLoader));
	}

	/**
	 * The name that configuration has for the type.
	 * @return the name
	 */
	public String name() {
		return this.type.toCanonical();
	}

	/**
	 * The fingerprint of the type's {@linkplain TypeShape shape}.
	 * @return 64 hexadecimal digits
	 */
	public String shape() {
		return TypeShape.of(List.of(this.type));
	}

	/**
	 * Writes an object.
	 * @param object the object
	 * @param output gets the JSON
	 * @throws UnrepresentableException if it would come back as something else
	 * @throws JacksonException if Jackson cannot write it
	 */
	public void write(Object object, OutputStream output) {
		if (!represents(object)) {
			throw new UnrepresentableException(
					"is a " + object.getClass().getTypeName() + ", which would come back as the declared " + name());
		}
		this.writer.writeValue(output, object);
	}

	/**
	 * Whether the object comes back as what it is. A subclass would lose what it adds;
	 * where an interface, an abstract class or a collection is declared, that is meant.
	 */
	private boolean represents(Object object) {
		Class<?> declared = ClassUtils.resolvePrimitiveIfNecessary(this.type.getRawClass());
		if (declared.isEnum() || this.type.isAbstract() || this.type.isContainerType()) {
			return declared.isInstance(object);
		}
		return declared == object.getClass();
	}

	/**
	 * Reads an object.
	 * @param json contains the JSON
	 * @param offset where it begins
	 * @param length how many bytes it has
	 * @return the object
	 * @throws UnrepresentableException if it is {@code null}
	 * @throws JacksonException if it is not JSON of this type, or not that alone
	 */
	public Object read(byte[] json, int offset, int length) {
		Object object = this.reader.readValue(json, offset, length);
		if (object == null) {
			throw new UnrepresentableException("reads as null");
		}
		return object;
	}

}
