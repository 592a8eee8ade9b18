package io.bespokecache.workload;

import java.util.Locale;

/**
 * What is done when a cache turns out to be used otherwise than declared.
 */
public enum Adaptivity {

	/** Nothing: the use of the cache is not observed. */
	OFF,

	/** The use is observed, and advice is given. */
	ADVISE,

	/** The same, and a strategy that has been better for a while takes over. */
	SWITCH;

	/**
	 * Name in configuration and endpoint.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
