package io.bespokecache.spring.interceptor;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.Type;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * An annotation with its attributes, to be written onto a generated type or method.
 * Attribute values are strings, lists of strings, booleans and lists of annotations.
 */
record AnnotationSpec(Class<? extends Annotation> type, Map<String, Object> attributes) {

	private static final List<String> ADDRESS = List.of("value", "cacheNames", "key", "keyGenerator", "cacheManager",
			"cacheResolver");

	static AnnotationSpec annotation(Class<? extends Annotation> type) {
		return new AnnotationSpec(type, Map.of());
	}

	static AnnotationSpec cacheable(String... cacheNames) {
		return annotation(Cacheable.class).names(cacheNames);
	}

	static AnnotationSpec put(String... cacheNames) {
		return annotation(CachePut.class).names(cacheNames);
	}

	static AnnotationSpec evict(String... cacheNames) {
		return annotation(CacheEvict.class).names(cacheNames);
	}

	static AnnotationSpec config(String... cacheNames) {
		return annotation(CacheConfig.class).names(cacheNames);
	}

	static AnnotationSpec caching(AnnotationSpec... operations) {
		AnnotationSpec caching = annotation(Caching.class);
		Map<Class<? extends Annotation>, List<AnnotationSpec>> byType = Arrays.stream(operations)
			.collect(Collectors.groupingBy(AnnotationSpec::type, LinkedHashMap::new, Collectors.toList()));
		for (Map.Entry<Class<? extends Annotation>, List<AnnotationSpec>> entry : byType.entrySet()) {
			caching = caching.with(attributeOfCaching(entry.getKey()), entry.getValue());
		}
		return caching;
	}

	private static String attributeOfCaching(Class<? extends Annotation> type) {
		if (type == Cacheable.class) {
			return "cacheable";
		}
		return (type == CachePut.class) ? "put" : "evict";
	}

	private AnnotationSpec names(String... cacheNames) {
		return (cacheNames.length > 0) ? with("cacheNames", List.of(cacheNames)) : this;
	}

	AnnotationSpec key(String key) {
		return with("key", key);
	}

	AnnotationSpec condition(String condition) {
		return with("condition", condition);
	}

	AnnotationSpec unless(String unless) {
		return with("unless", unless);
	}

	AnnotationSpec sync() {
		return with("sync", true);
	}

	AnnotationSpec keyGenerator(String beanName) {
		return with("keyGenerator", beanName);
	}

	AnnotationSpec cacheManager(String beanName) {
		return with("cacheManager", beanName);
	}

	AnnotationSpec cacheResolver(String beanName) {
		return with("cacheResolver", beanName);
	}

	AnnotationSpec allEntries() {
		return with("allEntries", true);
	}

	AnnotationSpec beforeInvocation() {
		return with("beforeInvocation", true);
	}

	AnnotationSpec with(String attribute, Object value) {
		Map<String, Object> extended = new LinkedHashMap<>(this.attributes);
		extended.put(attribute, value);
		return new AnnotationSpec(this.type, extended);
	}

	/**
	 * A plain {@code @Cacheable} that looks for the entries that this annotation's first
	 * operation writes: same caches, same keys. For annotations of the application's own
	 * it looks into the cache {@code one}.
	 */
	AnnotationSpec lookup() {
		if (this.type == Caching.class) {
			return ((AnnotationSpec) ((List<?>) this.attributes.values().iterator().next()).get(0)).lookup();
		}
		if (!this.type.getName().startsWith("org.springframework.")) {
			return cacheable("one");
		}
		AnnotationSpec lookup = annotation(Cacheable.class);
		for (String attribute : ADDRESS) {
			Object value = this.attributes.get(attribute);
			if (value != null) {
				lookup = lookup.with(attribute, value);
			}
		}
		return lookup;
	}

	/**
	 * Writes the attributes into a class file.
	 * @param visitor visits an annotation of this type
	 */
	void write(AnnotationVisitor visitor) {
		this.attributes.forEach((name, value) -> {
			if (value instanceof List<?> elements) {
				AnnotationVisitor array = visitor.visitArray(name);
				elements.forEach((element) -> writeElement(array, element));
				array.visitEnd();
			}
			else {
				visitor.visit(name, value);
			}
		});
		visitor.visitEnd();
	}

	private static void writeElement(AnnotationVisitor array, Object element) {
		if (element instanceof AnnotationSpec nested) {
			nested.write(array.visitAnnotation("", Type.getDescriptor(nested.type())));
		}
		else {
			array.visit("", element);
		}
	}

	@Override
	public String toString() {
		return "@" + this.type.getSimpleName()
				+ this.attributes.entrySet()
					.stream()
					.map((attribute) -> attribute.getKey() + "=" + attribute.getValue())
					.collect(Collectors.joining(", ", "(", ")"));
	}

}
