package io.bespokecache.spring.json;

import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * Types by the names that configuration has for them, for example
 * {@code java.util.List<com.example.City>}. Needs Jackson 3.
 */
public final class JsonTypes {

	private JsonTypes() {
	}

	/**
	 * What is wrong with the name of a type.
	 * @param name the name
	 * @param classLoader loads the classes that it names; {@code null} for the default
	 * @return the rest of a sentence, without a full stop; {@code null} if the type is
	 * known
	 */
	public static @Nullable String problemWith(String name, @Nullable ClassLoader classLoader) {
		JavaType type;
		try {
			type = parse(name, TypeFactory.createDefaultInstance(), classLoader);
		}
		catch (IllegalArgumentException ex) {
			return "is not the name of a type that can be found";
		}
		return problemWith(type);
	}

	static @Nullable String problemWith(JavaType type) {
		return isOpen(type) ? "leaves open what its instances hold, so that they would come back as something else"
				: null;
	}

	/**
	 * What is not declared comes back as maps, lists, texts and numbers.
	 */
	private static boolean isOpen(JavaType type) {
		if (type.isJavaLangObject() || type.containedTypeCount() < type.getRawClass().getTypeParameters().length) {
			return true;
		}
		if (type.getContentType() != null && isOpen(type.getContentType())) {
			return true;
		}
		return IntStream.range(0, type.containedTypeCount()).mapToObj(type::containedType).anyMatch(JsonTypes::isOpen);
	}

	/**
	 * The type of a name.
	 * @param name the name
	 * @param types makes it
	 * @param classLoader loads the classes that it names; {@code null} for the default
	 * @return the type
	 * @throws IllegalArgumentException if it cannot be found
	 */
	public static JavaType parse(String name, TypeFactory types, @Nullable ClassLoader classLoader) {
		return ((classLoader != null) ? types.withClassLoader(classLoader) : types).constructFromCanonical(name);
	}

}
