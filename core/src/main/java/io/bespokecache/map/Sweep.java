package io.bespokecache.map;

/**
 * A walk over a map that drops its expired entries, in steps of bounded work. Not
 * thread-safe; several may be under way.
 */
interface Sweep {

	/**
	 * Looks at a bounded number of entries.
	 * @return {@code false} if there are no more
	 */
	boolean step();

}
