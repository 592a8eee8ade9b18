package io.bespokecache.spring;

import java.util.Locale;

/**
 * What a shared cache does with its entries in this process while it does not hear of
 * what other processes evict.
 */
public enum IncoherentPolicy {

	/** It does not believe them: calls go to the second level, or to the method. */
	BYPASS,

	/** It serves them, however old they are, until they expire. */
	SERVE_STALE;

	/**
	 * Name in configuration.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
