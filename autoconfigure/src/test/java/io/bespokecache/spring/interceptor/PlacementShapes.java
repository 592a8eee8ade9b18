package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.interceptor.ComposedAnnotations.Described;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Moved;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Remembered;
import io.bespokecache.spring.interceptor.ComposedAnnotations.RememberedInTwo;
import io.bespokecache.spring.interceptor.ComposedAnnotations.RememberedTwice;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Swept;
import io.bespokecache.spring.interceptor.MethodShape.Reach;
import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.annotation;
import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.config;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * Shapes that differ by where their annotations stand, and by which annotations carry
 * them.
 */
final class PlacementShapes {

	private PlacementShapes() {
	}

	static List<MethodShape> all() {
		List<MethodShape> shapes = new ArrayList<>();
		placements(shapes);
		typeAnnotations(shapes);
		composedAnnotations(shapes);
		reaches(shapes);
		return shapes;
	}

	private static void placements(List<MethodShape> shapes) {
		List<AnnotationSpec> annotations = List.of(cacheable("one"), cacheable("one").sync(),
				cacheable("one").key("#id"), cacheable("one").key("#p0"),
				cacheable("one").key("#root.method.toString() + #p0"),
				cacheable("one").key("#root.targetClass.simpleName + #root.args[0]"),
				cacheable("one").keyGenerator("describingKeyGenerator"),
				cacheable("one").condition("#p0 != 'b'").unless("#result == null"), put("one"), put("one").key("#id"),
				evict("one"), evict("one").allEntries(), caching(cacheable("one"), put("two")),
				caching(put("one"), evict("two")), cacheable());
		for (Placement placement : Placement.values()) {
			for (AnnotationSpec annotation : annotations) {
				shapes.add(MethodShape.with(annotation).on(placement).over(Seeds.VALUES));
			}
			if (!placement.isGeneric()) {
				shapes.add(MethodShape.with(cacheable("one").key("#user.id")).on(placement).taking(Parameters.PERSON));
				shapes.add(MethodShape.with(cacheable("one")).on(placement).taking(Parameters.VARARGS));
				shapes.add(MethodShape.with(cacheable("one")).on(placement).taking(Parameters.TWO));
				shapes.add(
						MethodShape.with(cacheable("one")).on(placement).taking(Parameters.INT).returning(Results.INT));
				shapes.add(MethodShape.with(cacheable("one")).on(placement).returning(Results.PRESENT));
				shapes.add(MethodShape.with(cacheable("one")).on(placement).returning(Results.MONO));
				shapes.add(MethodShape.with(cacheable("one").key("#id")).on(placement).taking(Parameters.NAMELESS));
			}
			shapes.add(MethodShape.with(cacheable("one")).on(placement).returning(Results.NULL_THEN_STRING));
			shapes.add(MethodShape.with(cacheable("one")).on(placement).returning(Results.CHECKED_EXCEPTION));
		}
	}

	private static void typeAnnotations(List<MethodShape> shapes) {
		List<AnnotationSpec> configurations = List.of(config("one"), config("one", "two"),
				config("one").keyGenerator("describingKeyGenerator"), config("one").cacheManager("otherCacheManager"),
				config().cacheResolver("routingCacheResolver"), config("one").cacheManager("unknownCacheManager"),
				annotation(Described.class));
		List<MethodShape> methods = List.of(MethodShape.with(cacheable()), MethodShape.with(cacheable().key("#id")),
				MethodShape.with(cacheable("two")), MethodShape.with(cacheable().sync()),
				MethodShape.with(cacheable().cacheManager("cacheManager")),
				MethodShape.with(cacheable().keyGenerator("failingKeyGenerator")), MethodShape.with(put()),
				MethodShape.with(evict()).over(Seeds.VALUES),
				MethodShape.with(caching(cacheable(), evict("two"))).over(Seeds.VALUES));
		for (AnnotationSpec configuration : configurations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.OVERRIDDEN)) {
				methods.forEach((method) -> shapes.add(method.under(configuration).on(placement)));
			}
		}
		List<List<AnnotationSpec>> operations = List.of(List.of(cacheable("one")), List.of(cacheable("one").key("#p0")),
				List.of(put("one")), List.of(evict("one").allEntries()), List.of(caching(cacheable("one"), put("two"))),
				List.of(cacheable(), config("one")), List.of(annotation(Remembered.class)));
		for (List<AnnotationSpec> onType : operations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.INTERFACE, Placement.OVERRIDDEN,
					Placement.DEFAULT_METHOD)) {
				MethodShape bare = MethodShape.with().under(onType.toArray(AnnotationSpec[]::new)).on(placement);
				shapes.add(bare);
				shapes.add(bare.taking(Parameters.NONE));
				shapes.add(bare.returning(Results.VOID));
				shapes
					.add(MethodShape.with(cacheable("two")).under(onType.toArray(AnnotationSpec[]::new)).on(placement));
			}
		}
	}

	private static void composedAnnotations(List<MethodShape> shapes) {
		List<AnnotationSpec> annotations = List.of(annotation(Remembered.class),
				annotation(Remembered.class).with("by", "#id"),
				annotation(Remembered.class).with("by", "#id").with("in", List.of("one", "two")),
				annotation(Remembered.class).with("unless", "#result == 'v1'"),
				annotation(Remembered.class).with("sync", true), annotation(RememberedInTwo.class),
				annotation(RememberedTwice.class), annotation(Moved.class), annotation(Swept.class));
		for (AnnotationSpec annotation : annotations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.INTERFACE, Placement.OVERRIDDEN,
					Placement.GENERIC_INTERFACE)) {
				shapes.add(MethodShape.with(annotation).on(placement).over(Seeds.VALUES));
			}
		}
		shapes.add(MethodShape.with(annotation(Remembered.class), annotation(RememberedInTwo.class)));
		shapes.add(MethodShape.with(annotation(Remembered.class), cacheable("three")));
		shapes.add(MethodShape.with(annotation(RememberedInTwo.class), annotation(Moved.class)));
		shapes.add(MethodShape.with(annotation(RememberedTwice.class), evict("one")).over(Seeds.VALUES));
		shapes.add(MethodShape.with(annotation(Moved.class), annotation(Swept.class)));
	}

	private static void reaches(List<MethodShape> shapes) {
		for (Reach reach : Reach.values()) {
			shapes.add(MethodShape.with(cacheable("one")).reachable(reach));
			shapes.add(MethodShape.with(cacheable("one").key("#id")).reachable(reach));
			shapes.add(MethodShape.with(put("one")).reachable(reach));
			shapes.add(MethodShape.with(evict("one")).reachable(reach).over(Seeds.VALUES));
			shapes.add(MethodShape.with(cacheable("one").sync()).reachable(reach));
		}
	}

}
