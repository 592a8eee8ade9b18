package io.bespokecache.spring;

import java.util.Locale;

/**
 * What a cache does about {@code null} values.
 */
public enum NullPolicy {

	/** Stores them: a method that found nothing is not asked again. */
	STORE,

	/**
	 * Does not store them: a method that found nothing is asked each time. A put of
	 * {@code null} removes the key.
	 */
	SKIP,

	/** Refuses them: a method that returns {@code null} has a fault. */
	REJECT;

	/**
	 * Name of this policy in configuration and endpoint.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
