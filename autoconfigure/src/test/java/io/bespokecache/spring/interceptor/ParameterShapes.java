package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by their parameters.
 */
final class ParameterShapes {

	static final List<Parameters> SINGLE_PARAMETERS = List.of(Parameters.STRING, Parameters.NAMELESS, Parameters.INT,
			Parameters.LONG, Parameters.BOXED_LONG, Parameters.BOOLEAN, Parameters.CHAR, Parameters.DOUBLE,
			Parameters.DECIMAL, Parameters.OBJECT, Parameters.OBJECTS, Parameters.INTS, Parameters.STRINGS,
			Parameters.VARARGS, Parameters.INT_VARARGS, Parameters.OBJECT_VARARGS, Parameters.STRING_AND_VARARGS,
			Parameters.ENUM, Parameters.IDENTIFIER, Parameters.RECORD, Parameters.POINT, Parameters.OPTIONAL,
			Parameters.LIST, Parameters.SET, Parameters.MAP, Parameters.CLASS, Parameters.LOCALE, Parameters.SIMPLE_KEY,
			Parameters.COLLIDING);

	private ParameterShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		parameters(shapes);
		severalParameters(shapes);
		failingKeys(shapes);
		return shapes;
	}

	private static void parameters(List<MethodShape> shapes) {
		for (Parameters parameters : SINGLE_PARAMETERS) {
			shapes.add(MethodShape.with(cacheable("one")).taking(parameters));
			shapes.add(MethodShape.with(cacheable("one").sync()).taking(parameters));
			shapes.add(MethodShape.with(caching(put("one"), evict("two"))).taking(parameters).over(Seeds.VALUES));
			shapes.add(MethodShape.with(cacheable("one").key("#id")).taking(parameters));
			shapes.add(MethodShape.with(cacheable("one").key("#p0")).taking(parameters));
			shapes.add(MethodShape.with(cacheable("one").key("#root.args[0]")).taking(parameters));
		}
	}

	private static void severalParameters(List<MethodShape> shapes) {
		for (String key : List.of("", "#a", "#b", "#a + #b", "#a + '-' + #b", "{#a, #b}", "#p1", "#a1", "#a0",
				"#root.args[1]", "#root.args", "new org.springframework.cache.interceptor.SimpleKey(#a, #b)", "#c")) {
			for (Parameters parameters : List.of(Parameters.TWO, Parameters.MIXED)) {
				shapes.add(MethodShape.with(cacheable("one").key(key)).taking(parameters));
				shapes.add(MethodShape.with(put("one").key(key)).taking(parameters));
			}
		}
		for (String key : List.of("", "#p0", "#p1", "#a0", "#a1")) {
			shapes.add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.SWAPPED_NAMES));
		}
		for (String key : List.of("", "#root", "#root.methodName", "#result", "#p0")) {
			shapes.add(MethodShape.with(cacheable("one").key(key.equals("#root") ? "#root.args[0]" : key))
				.taking(Parameters.RESERVED_NAMES));
			shapes.add(MethodShape.with(put("one").key(key.equals("#root") ? "#root.args[0]" : key))
				.taking(Parameters.RESERVED_NAMES));
		}
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").sync(), put("one"),
				cacheable("one").key("#id"), cacheable("one").key("'k'"), cacheable("one").key("#p0"))) {
			shapes.add(MethodShape.with(annotation).taking(Parameters.NONE));
		}
		shapes.add(MethodShape.with(evict("one")).taking(Parameters.NONE).over(Seeds.VALUES));
	}

	/**
	 * With sync a cache that fails replaces in Spring what the method throws, and the
	 * handler hears of it wrapped or not, depending on what the method returns. Only
	 * plain results are compared there.
	 */
	private static void failingKeys(List<MethodShape> shapes) {
		for (Results results : List.of(Results.STRING, Results.NULL_THEN_STRING, Results.PRESENT, Results.EMPTY)) {
			shapes.add(MethodShape.with(cacheable("one").sync()).taking(Parameters.FAILING).returning(results));
		}
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").key("#id"),
				cacheable("one").unless("#result == null"), cacheable("one").condition("true"))) {
			for (Results results : List.of(Results.STRING, Results.NULL_THEN_STRING, Results.PRESENT, Results.EMPTY,
					Results.FUTURE, Results.FUTURE_THAT_FAILS_ONCE, Results.MONO, Results.EMPTY_MONO,
					Results.FAILED_MONO, Results.EXCEPTION_ONCE, Results.CHECKED_EXCEPTION)) {
				shapes.add(MethodShape.with(annotation).taking(Parameters.FAILING).returning(results));
			}
		}
	}

}
