package io.bespokecache.autoconfigure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.bespokecache.spring.CacheDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The cache names as they are written in configuration files. Binding silently drops
 * characters of a name that stands outside brackets, and takes two names that differ only
 * in case, hyphens and underscores for the same one: {@code session-*} would become
 * {@code session-}, and {@code userById} would get the settings of {@code user-by-id}.
 */
final class CacheNames {

	private static final String CACHES = BespokeCacheProperties.PREFIX + ".caches";

	private final Map<String, String> seen = new HashMap<>();

	private CacheNames() {
	}

	/**
	 * Refuses names that binding would change or take for one another.
	 * @param environment the environment that is bound
	 * @throws InvalidCachePropertyException if there is such a name
	 */
	static void requireUnchanged(ConfigurableEnvironment environment) {
		CacheNames names = new CacheNames();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String property : enumerable.getPropertyNames()) {
					String name = nameIn(property);
					if (name != null) {
						names.requireUnchanged(name, locate(property, source));
					}
				}
			}
		}
	}

	/**
	 * Whether binding leaves a name as it is when it stands outside brackets.
	 * @param name the name
	 * @return {@code true} if it needs no brackets
	 */
	static boolean isUnchanged(String name) {
		return CacheDefinition.isPlainName(name);
	}

	/**
	 * What binding compares of a name that stands outside brackets.
	 * @param name the name
	 * @return the same for all names that binding takes for one
	 */
	static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
	}

	/**
	 * How a name is written so that it survives.
	 * @param name the name
	 * @return the rest of a sentence, with a full stop
	 */
	static String remedyFor(String name) {
		return "write \"[" + name + "]\", with quotes and brackets, in YAML, or " + CACHES + "[" + name
				+ "] in a properties file.";
	}

	/**
	 * The cache name in a property's name: {@code null} if it is none of ours, or if the
	 * name stands in brackets. A bracket that is not closed protects nothing.
	 */
	private static @Nullable String nameIn(String property) {
		if (!property.startsWith(CACHES) || property.length() == CACHES.length()) {
			return null;
		}
		String rest = property.substring(CACHES.length());
		if (rest.startsWith(".")) {
			rest = rest.substring(1);
		}
		else if (!rest.startsWith("[")) {
			return null;
		}
		if (rest.startsWith("[")) {
			if (rest.contains("]")) {
				return null;
			}
			rest = rest.substring(1);
		}
		int end = rest.indexOf('.');
		return (end >= 0) ? rest.substring(0, end) : rest;
	}

	private static ConfiguredProperty locate(String property, PropertySource<?> source) {
		return new ConfiguredProperty(property, source.getProperty(property), OriginLookup.getOrigin(source, property));
	}

	private void requireUnchanged(String name, ConfiguredProperty property) {
		if (!isUnchanged(name)) {
			throw new InvalidCachePropertyException(property,
					"names a cache '" + name + "', of which some characters would be lost: outside brackets only "
							+ "letters from a to z, digits, '_' and, save at the start, '-' are kept",
					"If the cache is called '" + name + "', " + remedyFor(name));
		}
		String other = this.seen.putIfAbsent(uniform(name), name);
		if (other != null && !other.equals(name)) {
			throw new InvalidCachePropertyException(property,
					"names a cache '" + name + "', which cannot be told from '" + other
							+ "': outside brackets case, '-' and '_' make no difference",
					"If these are two caches, put both names into brackets: " + remedyFor(name)
							+ " If they are one, write its name in one way.");
		}
	}

}
