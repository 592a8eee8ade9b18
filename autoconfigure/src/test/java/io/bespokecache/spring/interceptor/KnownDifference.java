package io.bespokecache.spring.interceptor;

import java.util.function.Predicate;

/**
 * Where our caches differ from Spring's on purpose. What is written here is all that may
 * differ in the transcripts of these shapes.
 */
enum KnownDifference {

	/**
	 * Spring fails the future with the wrapper in which its interceptor carries what a
	 * method throws; ours fails with what the method threw.
	 */
	FUTURE_FAILS_UNWRAPPED((shape) -> shape.isSynchronized() && shape.results() == Results.THROWN_BEFORE_THE_FUTURE,
			"Future\\[org\\.springframework\\S+ThrowableWrapper\\([^)]*\\) < java\\.io", "Future\\[java\\.io"),

	/**
	 * A load that waits for itself is refused with the names of the cache and the key,
	 * which Spring's map does not give.
	 */
	RECURSION_IS_REFUSED_BY_NAME(
			(shape) -> shape.isSynchronized() && shape.body() == Body.CALLS_ITSELF_THROUGH_THE_PROXY,
			"java\\.lang\\.IllegalStateException(\\(|: )Recursive update",
			"io\\.bespokecache\\.cache\\.RecursiveLoadException(\\(|: )Recursive load of key '.*' in cache '.*': .*cache\\.");

	@SuppressWarnings("ImmutableEnumChecker") // the predicates hold nothing
	private final Predicate<MethodShape> shapes;

	private final String stock;

	private final String ours;

	KnownDifference(Predicate<MethodShape> shapes, String stock, String ours) {
		this.shapes = shapes;
		this.stock = stock;
		this.ours = ours;
	}

	static String inStock(MethodShape shape, String transcript) {
		String text = transcript;
		for (KnownDifference difference : values()) {
			text = difference.shapes.test(shape) ? text.replaceAll(difference.stock, difference.name()) : text;
		}
		return text;
	}

	static String inOurs(MethodShape shape, String transcript) {
		String text = transcript;
		for (KnownDifference difference : values()) {
			text = difference.shapes.test(shape) ? text.replaceAll(difference.ours, difference.name()) : text;
		}
		return text;
	}

}
