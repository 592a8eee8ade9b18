package io.bespokecache.spring.interceptor;

import java.util.List;

/**
 * Where a cached call does on purpose what Spring's own would not. Shapes that meet one
 * of these are not compared.
 */
enum DeliberateDifference {

	/**
	 * A write to a key while it is loaded, also from inside the load, forbids that what
	 * was loaded is stored: it may have been read before that write.
	 */
	WRITES_ITS_OWN_KEY("EVICTS_ITS_OWN_KEY", "PUTS_ITS_OWN_KEY", "CLEARS_ITS_CACHE"),

	/**
	 * A method that returns {@code null} instead of a future leaves nothing in the cache;
	 * Spring stores a {@code null} for it.
	 */
	RETURNS_NO_FUTURE("NO_FUTURE"),

	/**
	 * A key that the method changes while it runs may have become that of another entry,
	 * which a load does not overwrite.
	 */
	CHANGES_ITS_KEY("CHANGES_ITS_ARGUMENT"),

	/**
	 * A cached value that does not fit the method, which returns a stream, counts as a
	 * failure of the cache: the caller is spared, and the method called.
	 */
	FINDS_WHAT_IS_NO_STREAM("sync=true)] FAILED_FLUX (object varargs)");

	@SuppressWarnings("ImmutableEnumChecker") // List.of
	private final List<String> marks;

	DeliberateDifference(String... marks) {
		this.marks = List.of(marks);
	}

	static boolean isIn(MethodShape shape) {
		String description = shape.toString();
		for (DeliberateDifference difference : values()) {
			for (String mark : difference.marks) {
				if (description.contains(mark)) {
					return true;
				}
			}
		}
		return false;
	}

}
