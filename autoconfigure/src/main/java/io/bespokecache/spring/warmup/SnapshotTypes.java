package io.bespokecache.spring.warmup;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.WarmStart;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * What the keys and values of a snapshot are.
 *
 * @param keys how keys are written
 * @param values how values are written
 * @param shape fingerprint of both types
 */
record SnapshotTypes(KeyFormat keys, JsonType values, String shape) {

	static SnapshotTypes of(JsonMapper mapper, WarmStart warmStart, @Nullable ClassLoader classLoader) {
		JsonMapper safe = mapper.rebuild()
			.deactivateDefaultTyping()
			.polymorphicTypeValidator(new NoClassNames())
			.build();
		List<JavaType> keyTypes = warmStart.keyTypes()
			.stream()
			.map((type) -> JsonTypes.parse(type, safe.getTypeFactory(), classLoader))
			.toList();
		JavaType valueType = JsonTypes.parse(warmStart.valueType(), safe.getTypeFactory(), classLoader);
		List<JavaType> types = new ArrayList<>(keyTypes);
		types.add(valueType);
		return new SnapshotTypes(KeyFormat.of(safe, keyTypes), new JsonType(safe, valueType), TypeShape.of(types));
	}

	/**
	 * Refuses types that ask for the name of a class in the file: whoever could write the
	 * file could then choose which classes are instantiated.
	 */
	private static final class NoClassNames extends PolymorphicTypeValidator {

		private static final long serialVersionUID = 1L;

		@Override
		public Validity validateBaseType(DatabindContext context, JavaType baseType) {
			return Validity.DENIED;
		}

		@Override
		public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
			return Validity.DENIED;
		}

		@Override
		public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
			return Validity.DENIED;
		}

	}

}
