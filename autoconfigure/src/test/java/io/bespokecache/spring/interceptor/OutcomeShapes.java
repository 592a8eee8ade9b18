package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by what they return or throw, and by whether that is cached.
 */
final class OutcomeShapes {

	static final List<String> CONDITIONS = List.of("true", "false", "#id != null", "#p0 == 'a'", "#id", "null",
			"#id.length() > 0", "@prefix.accepts(#id)", "#root.args[0] == 'b'", "#result == null", "#result != 'v1'",
			"#result?.length() > 1", "#unknown", "#unknown.length()", "#id ==", "'yes'");

	private OutcomeShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		results(shapes);
		conditions(shapes);
		return shapes;
	}

	private static void results(List<MethodShape> shapes) {
		for (Results results : Results.values()) {
			shapes.add(MethodShape.with(cacheable("one")).returning(results));
			shapes.add(MethodShape.with(cacheable("one").sync()).returning(results));
			shapes.add(MethodShape.with(cacheable("one").unless("#result == null")).returning(results));
			shapes.add(MethodShape.with(put("one")).returning(results));
			shapes.add(MethodShape.with(put("one").key("#result")).returning(results));
			shapes.add(MethodShape.with(evict("one")).returning(results).over(Seeds.VALUES));
			shapes.add(MethodShape.with(caching(cacheable("one"), evict("two"))).returning(results).over(Seeds.NULLS));
			shapes.add(MethodShape.with(cacheable("one")).returning(results).over(Seeds.NULLS));
		}
		shapes.add(MethodShape.with(cacheable("one").sync()).returning(Results.FLUX).over(Seeds.VALUES));
		for (Results results : List.of(Results.STRING, Results.INT, Results.LIST, Results.PRESENT, Results.VOID)) {
			shapes.add(MethodShape.with(cacheable("one")).returning(results).over(Seeds.VALUES));
			shapes.add(MethodShape.with(cacheable("one").key("#id")).returning(results).over(Seeds.VALUES));
		}
	}

	private static void conditions(List<MethodShape> shapes) {
		for (String condition : CONDITIONS) {
			shapes.add(MethodShape.with(cacheable("one").condition(condition)));
			shapes.add(MethodShape.with(cacheable("one").sync().condition(condition)));
			shapes.add(MethodShape.with(cacheable("one").unless(condition)).returning(Results.NULL_THEN_STRING));
			shapes.add(MethodShape.with(put("one").condition(condition)));
			shapes.add(MethodShape.with(put("one").unless(condition)));
			shapes.add(MethodShape.with(evict("one").condition(condition)).over(Seeds.VALUES));
			shapes.add(MethodShape.with(evict("one").condition(condition).beforeInvocation()).over(Seeds.VALUES));
			shapes.add(MethodShape.with(caching(cacheable("one"), put("two").condition(condition))));
		}
	}

}
