package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by what they do while they are called.
 */
final class BodyShapes {

	private BodyShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		bodies(shapes);
		return shapes;
	}

	private static void bodies(List<MethodShape> shapes) {
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").key("#id"), put("one"),
				cacheable("one").sync())) {
			if (annotation.attributes().get("sync") == null) {
				// No map knows what to do about a key that changes while it loads.
				shapes.add(MethodShape.with(annotation).taking(Parameters.LIST).doing(Body.CHANGES_ITS_ARGUMENT));
				shapes.add(MethodShape.with(annotation).taking(Parameters.INTS).doing(Body.CHANGES_ITS_ARGUMENT));
			}
			shapes.add(MethodShape.with(annotation).doing(Body.CALLS_ITSELF_BEHIND_THE_PROXY));
			shapes.add(MethodShape.with(annotation).doing(Body.READS_ITS_OWN_KEY));
		}
		shapes.add(MethodShape.with(cacheable("one").sync())
			.taking(Parameters.INT)
			.doing(Body.CALLS_ITSELF_THROUGH_THE_PROXY));
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").key("#p0"),
				cacheable("one").unless("#result == 'v2'"), put("one"), caching(cacheable("one"), put("two")))) {
			for (Results results : List.of(Results.STRING, Results.NULL, Results.EXCEPTION_ONCE, Results.FUTURE)) {
				for (Body body : List.of(Body.CALLS_ITSELF_THROUGH_THE_PROXY, Body.CALLS_LOOKUP_OF_SAME_KEY,
						Body.EVICTS_ITS_OWN_KEY, Body.PUTS_ITS_OWN_KEY, Body.CLEARS_ITS_CACHE)) {
					shapes.add(MethodShape.with(annotation).doing(body).returning(results));
				}
			}
			shapes.add(MethodShape.with(annotation).taking(Parameters.INT).doing(Body.RECURSES_OVER_KEYS));
		}
		for (Body body : List.of(Body.EVICTS_ITS_OWN_KEY, Body.PUTS_ITS_OWN_KEY, Body.CLEARS_ITS_CACHE)) {
			shapes.add(MethodShape.with(evict("one")).doing(body).over(Seeds.VALUES));
			shapes.add(MethodShape.with(evict("one").beforeInvocation()).doing(body).over(Seeds.VALUES));
		}
	}

}
