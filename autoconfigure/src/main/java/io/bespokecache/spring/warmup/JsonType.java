package io.bespokecache.spring.warmup;

import java.io.OutputStream;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * A declared type, written to JSON and read back. What is written never says what class
 * it is: the declaration alone decides that.
 */
final class JsonType {

	private final JavaType type;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	JsonType(JsonMapper mapper, JavaType type) {
		this.type = type;
		this.writer = mapper.writerFor(type)
			.without(SerializationFeature.INDENT_OUTPUT)
			.without(SerializationFeature.WRAP_ROOT_VALUE);
		// A property that is only computed is written, and of no use when it is read.
		this.reader = mapper.readerFor(type)
			.without(DeserializationFeature.UNWRAP_ROOT_VALUE)
			.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	JavaType type() {
		return this.type;
	}

	void write(Object object, OutputStream output) throws SnapshotRefusedException {
		if (!represents(object)) {
			throw new SnapshotRefusedException("is a " + object.getClass().getTypeName()
					+ ", which would come back as the declared " + this.type.toCanonical());
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

	Object read(byte[] json, int offset, int length) throws SnapshotRefusedException {
		Object object = this.reader.readValue(json, offset, length);
		if (object == null) {
			throw new SnapshotRefusedException("reads as null");
		}
		return object;
	}

}
