package io.bespokecache.spring.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * A fingerprint of types: of the names and types of their fields, of what tells Jackson
 * how to write them, and of those of all classes that these lead to. A class that has
 * gained a field since an object was written would come back with nothing in it; a
 * changed shape keeps it from coming back. Classes of the JDK count by name only.
 */
public final class TypeShape {

	private final TreeMap<String, TreeSet<String>> classes = new TreeMap<>();

	private TypeShape() {
	}

	/**
	 * The fingerprint of some types.
	 * @param types the types
	 * @return 64 hexadecimal digits
	 */
	public static String of(Collection<JavaType> types) {
		return Sha256.of(describe(types));
	}

	/**
	 * What the fingerprint is taken of.
	 */
	static String describe(Collection<JavaType> types) {
		TypeShape shape = new TypeShape();
		types.forEach(shape::add);
		return shape.classes.toString();
	}

	private void add(JavaType type) {
		add(type.getRawClass());
		for (int i = 0; i < type.containedTypeCount(); i++) {
			add(type.containedType(i));
		}
		if (type.isArrayType()) {
			add(type.getContentType());
		}
	}

	private void add(@Nullable Type type) {
		if (type instanceof Class<?> raw) {
			addClass(raw);
		}
		else if (type instanceof ParameterizedType parameterized) {
			add(parameterized.getRawType());
			Arrays.stream(parameterized.getActualTypeArguments()).forEach(this::add);
		}
		else if (type instanceof GenericArrayType array) {
			add(array.getGenericComponentType());
		}
		else if (type instanceof WildcardType wildcard) {
			Arrays.stream(wildcard.getUpperBounds()).forEach(this::add);
		}
	}

	private void addClass(Class<?> type) {
		if (type.isArray()) {
			addClass(type.getComponentType());
			return;
		}
		TreeSet<String> members = new TreeSet<>();
		if (this.classes.putIfAbsent(type.getName(), members) != null || type.isPrimitive()
				|| type.getName().startsWith("java.")) {
			return;
		}
		if (type.isEnum()) {
			Arrays.stream(type.getEnumConstants()).map((constant) -> ((Enum<?>) constant).name()).forEach(members::add);
		}
		members.add(annotationsOf(type));
		for (Method method : type.getDeclaredMethods()) {
			members.add(annotationsOf(method));
		}
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
				members.add(field.getName() + ":" + field.getGenericType().getTypeName() + annotationsOf(field));
				add(field.getGenericType());
			}
		}
		add(type.getGenericSuperclass());
		if (type.isSealed()) {
			Set.of(type.getPermittedSubclasses()).forEach((permitted) -> {
				members.add(permitted.getName());
				add(permitted);
			});
		}
	}

	/**
	 * Annotations that may give a property another name, or another form.
	 */
	private static String annotationsOf(AnnotatedElement element) {
		return Arrays.stream(element.getDeclaredAnnotations())
			.filter((annotation) -> annotation.annotationType().getName().contains(".jackson."))
			.map((annotation) -> element + "@" + annotation)
			.collect(Collectors.joining());
	}

}
