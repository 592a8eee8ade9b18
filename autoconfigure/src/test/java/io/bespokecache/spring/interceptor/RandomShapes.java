package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Combinations that nobody thought of, the same ones each time.
 */
final class RandomShapes {

	private RandomShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		random(shapes);
		return shapes;
	}

	private static void random(List<MethodShape> shapes) {
		Random random = new Random(42);
		for (int count = 0; count < 200; count++) {
			AnnotationSpec annotation = randomOperation(random);
			if (random.nextInt(3) == 0) {
				AnnotationSpec second = randomOperation(random);
				annotation = (annotation.type() != second.type() || random.nextBoolean()) ? caching(annotation, second)
						: annotation;
			}
			Placement placement = pick(random, List.of(Placement.values()));
			MethodShape shape = MethodShape.with(annotation).on(placement).over(pick(random, List.of(Seeds.values())));
			if (!placement.isGeneric()) {
				shape = shape.taking(pick(random, ParameterShapes.SINGLE_PARAMETERS))
					.returning(pick(random, List.of(Results.values())));
			}
			shapes.add(shape);
		}
	}

	private static AnnotationSpec randomOperation(Random random) {
		AnnotationSpec annotation = pick(random, List.of(cacheable("one"), cacheable("one"), cacheable("one", "two"),
				cacheable("two").sync(), put("one"), put("two"), evict("one"), evict("two")));
		List<UnaryOperator<AnnotationSpec>> keys = List.of((given) -> given, (given) -> given,
				(given) -> given.key("#id"), (given) -> given.key("#p0"),
				(given) -> given.key(pick(random, KeyShapes.KEYS)),
				(given) -> given.keyGenerator("describingKeyGenerator"));
		annotation = pick(random, keys).apply(annotation);
		if (random.nextInt(3) == 0) {
			annotation = annotation.condition(pick(random, OutcomeShapes.CONDITIONS));
		}
		if (annotation.type() == evict().type()) {
			annotation = random.nextBoolean() ? annotation.beforeInvocation() : annotation;
			annotation = (random.nextInt(3) == 0) ? annotation.allEntries() : annotation;
		}
		else if (random.nextInt(3) == 0 && !annotation.attributes().containsKey("sync")) {
			annotation = annotation.unless(pick(random, OutcomeShapes.CONDITIONS));
		}
		return annotation;
	}

	private static <T> T pick(Random random, List<T> choices) {
		return choices.get(random.nextInt(choices.size()));
	}

}
