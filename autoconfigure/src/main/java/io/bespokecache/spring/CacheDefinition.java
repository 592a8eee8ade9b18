package io.bespokecache.spring;

import java.util.Set;
import java.util.regex.Pattern;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

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

	private static final String DEFAULTS = "bespoke.cache.defaults";

	private static final String CACHES = "bespoke.cache.caches";

	/** Binding drops other characters, unless the name stands in brackets. */
	private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_-]*");

	public CacheDefinition {
		assumed = Set.copyOf(assumed);
	}

	/**
	 * Whether binding leaves the name of a cache as it is when it stands outside
	 * brackets.
	 * @param name the name, or a pattern
	 * @return {@code true} if it needs no brackets
	 */
	public static boolean isPlainName(String name) {
		return PLAIN_NAME.matcher(name).matches();
	}

	/**
	 * The property that holds the settings of a name.
	 * @param name the name of a cache, or a pattern
	 * @return full path of the property
	 */
	public static String pathOf(String name) {
		return isPlainName(name) ? CACHES + "." + name : CACHES + "[" + name + "]";
	}

	/**
	 * The name under which the settings of a cache are to be changed. One that follows
	 * the defaults gets settings of its own; one that follows a name pattern would lose
	 * those of the pattern by that, so it is the pattern, and every cache that it matches
	 * is changed.
	 * @param cacheName name of the cache
	 * @return a name or a pattern; {@code null} if no property of ours describes the
	 * cache
	 */
	public @Nullable String settingsKey(String cacheName) {
		if (this.source.equals(DEFAULTS)) {
			return cacheName;
		}
		if (this.source.startsWith(CACHES + "[") && this.source.endsWith("]")) {
			return this.source.substring(CACHES.length() + 1, this.source.length() - 1);
		}
		return this.source.startsWith(CACHES + ".") ? this.source.substring(CACHES.length() + 1) : null;
	}

}
