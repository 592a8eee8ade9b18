package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All method shapes that are compared, each once, and the classes that have them.
 */
final class ShapeFamily {

	/**
	 * Greatest number of shapes that share a class. A JDK proxy of thousands of methods
	 * would be too large for a class file.
	 */
	private static final int METHODS = 100;

	private ShapeFamily() {
	}

	/**
	 * The shapes in their classes: those of one placement and with the same annotations
	 * of the type share one. Those of the sample do not share one with the others.
	 */
	static List<GeneratedType> generate() {
		Map<String, List<MethodShape>> groups = new LinkedHashMap<>();
		for (MethodShape shape : shapes()) {
			String group = shape.alone() ? shape.methodName()
					: shape.placement() + " " + shape.typeAnnotations() + " " + isSampled(shape);
			groups.computeIfAbsent(group, (key) -> new ArrayList<>()).add(shape);
		}
		List<GeneratedType> types = new ArrayList<>();
		for (List<MethodShape> group : groups.values()) {
			for (int from = 0; from < group.size(); from += METHODS) {
				List<MethodShape> methods = group.subList(from, Math.min(from + METHODS, group.size()));
				types.add(GeneratedType.generate("Cached" + types.size(), methods));
			}
		}
		return types;
	}

	/**
	 * Whether a shape is one of those that stand for all: a fixed part of them, and all
	 * that use a broken cache or a key that fails.
	 */
	static boolean isSampled(MethodShape shape) {
		String description = shape.toString();
		return Math.floorMod(description.hashCode(), 12) == 0 || description.contains("brokenCacheManager")
				|| shape.parameters().equals(Parameters.FAILING);
	}

	private static List<MethodShape> shapes() {
		Map<String, MethodShape> shapes = new LinkedHashMap<>();
		Stream
			.of(KeyShapes.all(), ParameterShapes.all(), OutcomeShapes.all(), OperationShapes.all(),
					PlacementShapes.all(), BodyShapes.all(), RandomShapes.all())
			.flatMap(List::stream)
			.forEach((shape) -> shapes.computeIfAbsent(shape.toString(), (key) -> shape.named("m" + shapes.size())));
		return List.copyOf(shapes.values());
	}

}
