package io.bespokecache.workload;

import java.util.List;

/**
 * Something to change about a cache, and why.
 *
 * @param kind what it is about
 * @param seen what was seen, with its figures: a sentence
 * @param cost what that costs: a sentence
 * @param action what to do: a sentence
 * @param settings the properties to set in order to do it, relative to the cache's own;
 * empty if none would help
 */
public record Advice(AdviceKind kind, String seen, String cost, String action, List<Setting> settings) {

	/** Keeps a copy of the settings. */
	public Advice {
		settings = List.copyOf(settings);
	}

	/**
	 * A property of a cache and the value to give it.
	 *
	 * @param property name of the property, for example {@code maximum-size} or
	 * {@code workload.read-ratio}
	 * @param value the value as it is written in configuration
	 */
	public record Setting(String property, String value) {

	}

}
