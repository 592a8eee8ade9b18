package io.bespokecache.map;

import java.util.Locale;

/**
 * Why a map dropped an entry by itself.
 */
public enum EvictionCause {

	/** The bound on entries or on weight was exceeded. */
	SIZE,

	/** The entry's time had passed. */
	EXPIRED,

	/** The garbage collector took the value or the key. */
	COLLECTED;

	/**
	 * Name of this cause in meters and endpoints, for example {@code expired}.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
