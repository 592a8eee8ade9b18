package io.bespokecache.cache;

import java.util.Locale;

/**
 * Why a load runs.
 */
public enum LoadKind {

	/** The key was in no level of the cache. */
	LOAD,

	/** The value was due to be loaded anew, and is served meanwhile. */
	REFRESH;

	/**
	 * Name in events and observations.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
