package io.bespokecache.autoconfigure;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
	 * @throws InvalidCachePropertyException if a property is refused
	 */
	PropertyCacheDefinitions(BespokeCacheProperties properties,
			Function<String, @Nullable Weigher<Object, Object>> weighers) {
		this.defaults = new SettingsReader(properties.defaults(), null, null, weighers).read();
		Map<String, Settings> caches = withoutEnvironmentSpellings(properties.caches());
		caches.entrySet().stream().sorted(mostSpecificFirst()).forEach((entry) -> {
			String name = entry.getKey();
			CacheDefinition definition = new SettingsReader(properties.defaults(), name, entry.getValue(), weighers)
				.read();
			(isPattern(name) ? this.patterns : this.named).put(name, definition);
		});
	}

	/**
	 * An environment variable that overrides a setting of {@code city-by-id} spells the
	 * name {@code CITYBYID}. Binding gives its value to both names; there is but one
	 * cache.
	 */
	private static Map<String, Settings> withoutEnvironmentSpellings(Map<String, Settings> caches) {
		Set<String> overridden = caches.keySet()
			.stream()
			.filter((name) -> CacheNames.isUnchanged(name) && !CacheNames.uniform(name).equals(name))
			.map(CacheNames::uniform)
			.collect(Collectors.toSet());
		Map<String, Settings> kept = new LinkedHashMap<>(caches);
		kept.keySet().removeAll(overridden);
		return kept;
	}

	private static Comparator<Map.Entry<String, Settings>> mostSpecificFirst() {
		return Comparator
			.comparing((Map.Entry<String, Settings> entry) -> isPattern(entry.getKey()) ? -entry.getKey().length() : 0);
	}

	private static boolean isPattern(String name) {
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
		return this.patterns.entrySet()
			.stream()
			.filter((entry) -> PatternMatchUtils.simpleMatch(entry.getKey(), cacheName))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(this.defaults);
	}

}
