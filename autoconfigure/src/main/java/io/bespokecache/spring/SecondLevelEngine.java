package io.bespokecache.spring;

import java.util.Locale;

/**
 * What holds the copy of a cache's entries that several processes share.
 */
public enum SecondLevelEngine {

	/** Nothing: each process has entries of its own. */
	NONE,

	/** Redis, or Valkey. */
	REDIS;

	/**
	 * Name in configuration.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
