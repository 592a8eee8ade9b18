package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.annotation;
import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by their operations, and by the beans that those name.
 */
final class OperationShapes {

	private OperationShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		combinations(shapes);
		collaborators(shapes);
		refusals(shapes);
		return shapes;
	}

	private static void combinations(List<MethodShape> shapes) {
		for (Results results : List.of(Results.STRING, Results.NULL_THEN_STRING, Results.FUTURE, Results.FLUX)) {
			List.of(caching(cacheable("one"), cacheable("two")), caching(cacheable("one"), cacheable("one").key("'k'")),
					caching(put("one"), put("two").key("#result")), caching(put("one"), evict("two")),
					caching(put("one"), evict("one")), caching(cacheable("one"), evict("one")),
					caching(cacheable("one"), evict("one").beforeInvocation()), caching(cacheable("one"), put("one")),
					caching(evict("one"), evict("two")), caching(evict("one").allEntries(), evict("two").key("#p0")),
					caching(evict("one").allEntries().beforeInvocation(), put("one")),
					caching(cacheable("one").sync(), evict("two")), caching(cacheable("one").sync(), put("one")),
					caching(cacheable("one").sync(), cacheable("two")),
					caching(cacheable("one").sync(), cacheable("two").sync()), caching(evict("one", "two")),
					evict("one", "two"), evict("one").allEntries(), evict("one").allEntries().beforeInvocation(),
					evict("one").allEntries().key("#unknown.length()"), put("one", "two"),
					put("one", "two").key("#root.caches.size()"), cacheable("one", "two").sync(),
					cacheable("one").sync().unless("#result == null"), cacheable("one", "one"),
					cacheable("one", "two").key("#id"), annotation(put().type()).with("value", List.of("one")),
					annotation(cacheable().type()).with("value", List.of("one")))
				.forEach(
						(annotation) -> shapes.add(MethodShape.with(annotation).returning(results).over(Seeds.VALUES)));
		}
		shapes.add(MethodShape.with(cacheable("one"), evict("two")).over(Seeds.VALUES));
		shapes.add(MethodShape.with(cacheable("one"), put("two")));
		shapes.add(MethodShape.with(put("one"), evict("one")));
		shapes.add(MethodShape.with(cacheable("one"), caching(cacheable("two"))));
		shapes.add(MethodShape.with(cacheable("one"), put("two"), evict("three")));
		shapes.add(MethodShape.with(cacheable("one").sync(), put("two")));
		shapes.add(MethodShape.with(cacheable()));
		shapes.add(MethodShape.with(cacheable().sync()));
		shapes.add(MethodShape.with(put()));
	}

	private static void collaborators(List<MethodShape> shapes) {
		List<UnaryOperator<AnnotationSpec>> choices = List.of(
				(annotation) -> annotation.keyGenerator("describingKeyGenerator"),
				(annotation) -> annotation.keyGenerator("nullKeyGenerator"),
				(annotation) -> annotation.keyGenerator("failingKeyGenerator"),
				(annotation) -> annotation.keyGenerator("unknownKeyGenerator"),
				(annotation) -> annotation.keyGenerator("otherCacheManager"),
				(annotation) -> annotation.cacheManager("otherCacheManager"),
				(annotation) -> annotation.cacheManager("otherCacheManager").key("#p0"),
				(annotation) -> annotation.cacheManager("brokenCacheManager"),
				(annotation) -> annotation.cacheManager("unknownCacheManager"),
				(annotation) -> annotation.cacheManager("cacheManager"),
				(annotation) -> annotation.cacheManager("cacheManager").key("#id"),
				(annotation) -> annotation.cacheResolver("routingCacheResolver"),
				(annotation) -> annotation.cacheResolver("routingCacheResolver").key("#id"),
				(annotation) -> annotation.cacheResolver("twoCacheResolver"),
				(annotation) -> annotation.cacheResolver("emptyCacheResolver"),
				(annotation) -> annotation.cacheResolver("failingCacheResolver"),
				(annotation) -> annotation.cacheResolver("unknownCacheResolver"));
		for (UnaryOperator<AnnotationSpec> choice : choices) {
			shapes.add(MethodShape.with(choice.apply(cacheable("one"))));
			shapes.add(MethodShape.with(choice.apply(cacheable("one").sync())));
			shapes.add(MethodShape.with(choice.apply(put("one"))));
			shapes.add(MethodShape.with(choice.apply(evict("one"))).over(Seeds.VALUES));
		}
		shapes.add(MethodShape.with(cacheable("two").cacheManager("otherCacheManager")));
		for (Results results : List.of(Results.STRING, Results.FUTURE, Results.MONO, Results.FLUX,
				Results.CHECKED_EXCEPTION, Results.FAILED_FUTURE, Results.FAILED_MONO)) {
			for (AnnotationSpec annotation : List.of(cacheable("broken"), cacheable("broken").sync(), put("broken"),
					evict("broken"), evict("broken").beforeInvocation(), evict("broken").allEntries(),
					evict("broken").allEntries().beforeInvocation())) {
				shapes.add(MethodShape.with(annotation.cacheManager("brokenCacheManager")).returning(results));
			}
		}
		shapes
			.add(MethodShape.with(cacheable("one").keyGenerator("describingKeyGenerator")).taking(Parameters.VARARGS));
		shapes.add(MethodShape.with(cacheable("one").keyGenerator("describingKeyGenerator")).taking(Parameters.NONE));
	}

	private static void refusals(List<MethodShape> shapes) {
		shapes.add(MethodShape.with(cacheable("")).standingAlone());
		shapes
			.add(MethodShape.with(cacheable("one").key("#id").keyGenerator("describingKeyGenerator")).standingAlone());
		shapes.add(MethodShape.with(put("one").key("#id").keyGenerator("describingKeyGenerator")).standingAlone());
		shapes.add(MethodShape.with(cacheable("one").cacheManager("cacheManager").cacheResolver("twoCacheResolver"))
			.standingAlone());
		shapes.add(MethodShape.with(evict("one").cacheManager("cacheManager").cacheResolver("twoCacheResolver"))
			.standingAlone());
	}

}
