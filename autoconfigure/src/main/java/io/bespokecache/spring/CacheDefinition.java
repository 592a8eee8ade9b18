package io.bespokecache.spring;

import java.util.Set;
import java.util.regex.Pattern;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;

/**
 * What a cache is made from.
 *
 * @param source the property that describes the cache, for example
 * {@code bespoke.cache.caches.countries}
 * @param workload how the cache is used and what it must do
 * @param assumed names of the workload's values that nobody declared
 * @param selection the strategy, and why
 * @param loads what is done about loads that are slow, due, or failing
 * @param options what the cache does beside keeping entries
 */
public record CacheDefinition(String source, Workload workload, Set<String> assumed, Selection selection,
		LoadPolicy loads, CacheOptions options) {

	private static final String DEFAULTS = ".defaults";

	/** Names that binding does not change. */
	private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z0-9_-]+");

	public CacheDefinition {
		assumed = Set.copyOf(assumed);
	}

	/**
	 * The property by which a setting of a cache is changed. One that follows the
	 * defaults gets settings of its own; one that follows a name pattern would lose those
	 * of the pattern by that, so the property is the pattern's.
	 * @param cacheName name of the cache
	 * @param setting name of the setting, for example {@code maximum-size}
	 * @return full path of the property
	 */
	public String propertyOf(String cacheName, String setting) {
		if (!this.source.endsWith(DEFAULTS)) {
			return this.source + "." + setting;
		}
		String caches = this.source.substring(0, this.source.length() - DEFAULTS.length()) + ".caches";
		return caches + (PLAIN_NAME.matcher(cacheName).matches() ? "." + cacheName : "[" + cacheName + "]") + "."
				+ setting;
	}

}
