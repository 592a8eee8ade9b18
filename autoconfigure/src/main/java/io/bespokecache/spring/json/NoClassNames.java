package io.bespokecache.spring.json;

import java.io.Serial;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Refuses types that ask for the name of a class in their JSON: whoever could write the
 * JSON could then choose which classes are instantiated.
 */
public final class NoClassNames extends PolymorphicTypeValidator {

	@Serial
	private static final long serialVersionUID = 1L;

	private NoClassNames() {
	}

	/**
	 * A mapper that refuses such types, and writes no names of classes itself, whatever
	 * else it is configured to do.
	 * @param mapper the mapper to start from; is not changed
	 * @return the mapper, or the same one if it refuses them already
	 */
	public static JsonMapper in(JsonMapper mapper) {
		if (mapper.deserializationConfig().getPolymorphicTypeValidator() instanceof NoClassNames) {
			return mapper;
		}
		return mapper.rebuild().deactivateDefaultTyping().polymorphicTypeValidator(new NoClassNames()).build();
	}

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
