package io.bespokecache.spring.interceptor;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;
import reactor.core.publisher.Flux;

import org.springframework.cache.annotation.Cacheable;

/**
 * Where a cached call does on purpose what Spring's own would not. Shapes that meet one
 * of these are not compared, but must differ. All are single look-ups in one cache: what
 * has several operations, or asks for other beans, goes Spring's own way.
 */
enum DeliberateDifference {

	/**
	 * A write to a key while it is loaded, also from inside the load, forbids that what
	 * was loaded is stored: it may have been read before that write.
	 */
	WRITES_ITS_OWN_KEY((shape) -> shape.body() == Body.EVICTS_ITS_OWN_KEY || shape.body() == Body.PUTS_ITS_OWN_KEY
			|| shape.body() == Body.CLEARS_ITS_CACHE),

	/**
	 * A method that returns {@code null} instead of a future leaves nothing in the cache;
	 * Spring stores a {@code null} for it, unless it is synchronized.
	 */
	RETURNS_NO_FUTURE((shape) -> shape.results() == Results.NO_FUTURE && shape.seeds() == Seeds.NONE
			&& !shape.isSynchronized() && !has(shape, "unless")),

	/**
	 * A key that the method changes while it runs may have become that of another entry,
	 * which a load does not overwrite. An array that is itself the key stays what it was.
	 */
	CHANGES_ITS_KEY((shape) -> shape.body() == Body.CHANGES_ITS_ARGUMENT
			&& !(shape.parameters().equals(Parameters.INTS) && has(shape, "key"))),

	/**
	 * A key that cannot be looked up is a failure of the cache, which spares the caller
	 * unless the application has an error handler of its own. A method that fails then
	 * fails either way.
	 */
	SPARES_THE_CALLER((shape) -> shape.parameters().equals(Parameters.FAILING)),

	/**
	 * A cached value that does not fit the method, which returns a stream, counts as a
	 * failure of the cache: the caller is spared, and the method called.
	 */
	FINDS_WHAT_IS_NO_STREAM((shape) -> shape.results().type() == Flux.class && shape.seeds() == Seeds.VALUES
			&& shape.isSynchronized() && !has(shape, "unless"));

	private static final Set<String> LOOK_UP = Set.of("cacheNames", "key", "condition", "unless", "sync");

	@SuppressWarnings("ImmutableEnumChecker") // the predicates hold nothing
	private final Predicate<MethodShape> shapes;

	DeliberateDifference(Predicate<MethodShape> shapes) {
		this.shapes = shapes;
	}

	static boolean isIn(MethodShape shape) {
		return isIn(shape, EnumSet.noneOf(DeliberateDifference.class));
	}

	/**
	 * Whether a shape differs where some of the differences do not show.
	 */
	static boolean isIn(MethodShape shape, Set<DeliberateDifference> hidden) {
		return isLookUp(shape) && Stream.of(values())
			.anyMatch((difference) -> !hidden.contains(difference) && difference.shapes.test(shape));
	}

	private static boolean isLookUp(MethodShape shape) {
		if (shape.annotations().size() != 1 || shape.annotations().get(0).type() != Cacheable.class) {
			return false;
		}
		Map<String, Object> attributes = shape.annotations().get(0).attributes();
		return LOOK_UP.containsAll(attributes.keySet()) && List.of("one").equals(attributes.get("cacheNames"));
	}

	private static boolean has(MethodShape shape, String attribute) {
		return shape.annotations().get(0).attributes().containsKey(attribute);
	}

}
