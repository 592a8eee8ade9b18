package io.bespokecache.map;

/**
 * Why a map dropped an entry by itself.
 */
public enum EvictionCause {

	/** The bound on entries or on weight was exceeded. */
	SIZE,

	/** The entry's time had passed. */
	EXPIRED,

	/** The garbage collector took the value. */
	COLLECTED

}
