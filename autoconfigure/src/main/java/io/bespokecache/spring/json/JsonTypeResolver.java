package io.bespokecache.spring.json;

import java.lang.reflect.Type;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds types when they are needed: what makes the mapper may itself use caches.
 * Thread-safe.
 */
public final class JsonTypeResolver {

	private final Supplier<JsonMapper> mapper;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Creates a resolver.
	 * @param mapper finds the mapper that writes and reads
	 * @param classLoader loads the classes that are named; {@code null} for the default
	 */
	public JsonTypeResolver(Supplier<JsonMapper> mapper, @Nullable ClassLoader classLoader) {
		this.mapper = mapper;
		this.classLoader = classLoader;
	}

	/**
	 * Finds a type by the name that configuration has for it.
	 * @param name the name
	 * @return the type
	 * @throws IllegalArgumentException if it cannot be found
	 */
	public JsonType byName(String name) {
		return JsonType.of(this.mapper.get(), name, this.classLoader);
	}

	/**
	 * The type that a method returns.
	 * @param type the type
	 * @return the type as it is written
	 * @throws UnrepresentableException if it leaves open what its instances hold
	 */
	public JsonType of(Type type) {
		JsonMapper mapper = this.mapper.get();
		JavaType javaType = mapper.constructType(type);
		String problem = JsonTypes.problemWith(javaType);
		if (problem != null) {
			throw new UnrepresentableException(problem);
		}
		return new JsonType(mapper, javaType);
	}

}
