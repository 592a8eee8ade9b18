package io.bespokecache.cache;

/**
 * What is done about a load that asks, directly or through the loads of other threads,
 * for the value that it is itself to make.
 */
public enum Nesting {

	/** It is refused with a {@link RecursiveLoadException}. */
	REFUSED,

	/** It loads the value once more, without waiting, and is counted. */
	ALLOWED

}
