package io.bespokecache.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.map.Weigher;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * Definitions made from configuration properties, all of them when the application
 * starts: what is wrong is refused before anything is served.
 * <p>
 * A cache takes the settings of its own name; else those of the longest pattern that
 * matches it; else the defaults.
 */
final class PropertyCacheDefinitions implements CacheDefinitions {

	private static final String WILDCARD = "*";

	private final Map<String, CacheDefinition> named = new LinkedHashMap<>();

	private final Map<String, CacheDefinition> patterns = new LinkedHashMap<>();

	private final CacheDefinition defaults;

	/**
	 * Makes the definitions.
	 * @param properties the properties
	 * @param weighers finds the weigher of a bean name; {@code null} if there is none
	 * @param preloads finds the preload of a bean name
	 * @throws InvalidCachePropertyException if a property is refused
	 */
	PropertyCacheDefinitions(BespokeCacheProperties properties,
			Function<String, @Nullable Weigher<Object, Object>> weighers, WarmUpReader.Preloads preloads) {
		this.defaults = new SettingsReader(properties.defaults(), null, null, weighers, preloads).read();
		Map<String, Settings> caches = withoutEnvironmentSpellings(properties.caches());
		for (Map.Entry<String, Settings> cache : caches.entrySet()) {
			String name = cache.getKey();
			CacheDefinition definition = new SettingsReader(properties.defaults(), name, cache.getValue(), weighers,
					preloads)
				.read();
			(isPattern(name) ? this.patterns : this.named).put(name, definition);
		}
		WarmUpReader.requireDistinctFiles(this.named);
	}

	/**
	 * An environment variable that overrides a setting of {@code city-by-id} spells the
	 * name {@code CITYBYID}. Binding gives its value to both names; there is but one
	 * cache.
	 */
	private static Map<String, Settings> withoutEnvironmentSpellings(Map<String, Settings> caches) {
		Map<String, Settings> kept = new LinkedHashMap<>(caches);
		for (String name : caches.keySet()) {
			String spelling = CacheNames.uniform(name);
			if (CacheNames.isUnchanged(name) && !spelling.equals(name)) {
				kept.remove(spelling);
			}
		}
		return kept;
	}

	static boolean isPattern(String name) {
		return name.contains(WILDCARD);
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(new LinkedHashSet<>(this.named.keySet()));
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		CacheDefinition definition = this.named.get(cacheName);
		if (definition != null) {
			return definition;
		}
		CacheDefinition matching = this.defaults;
		int longest = 0;
		for (Map.Entry<String, CacheDefinition> pattern : this.patterns.entrySet()) {
			int length = pattern.getKey().length();
			if (length > longest && PatternMatchUtils.simpleMatch(pattern.getKey(), cacheName)) {
				matching = pattern.getValue();
				longest = length;
			}
		}
		return matching;
	}

}
