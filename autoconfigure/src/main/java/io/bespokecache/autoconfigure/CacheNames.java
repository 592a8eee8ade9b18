package io.bespokecache.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The cache names as they are written in configuration files. Binding silently drops
 * characters of a name that stands outside brackets: {@code session-*} would become
 * {@code session-}.
 */
final class CacheNames {

	private static final String PREFIX = BespokeCacheProperties.PREFIX + ".caches.";

	private static final Pattern UNCHANGED = Pattern.compile("[a-zA-Z0-9_-]+");

	private CacheNames() {
	}

	/**
	 * Refuses a name that binding would change.
	 * @param environment the environment that is bound
	 * @throws InvalidCachePropertyException if there is such a name
	 */
	static void requireUnchanged(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String property : enumerable.getPropertyNames()) {
					if (property.startsWith(PREFIX)) {
						requireUnchanged(property);
					}
				}
			}
		}
	}

	private static void requireUnchanged(String property) {
		String rest = property.substring(PREFIX.length());
		if (rest.startsWith("[")) {
			return;
		}
		int end = rest.indexOf('.');
		String name = (end >= 0) ? rest.substring(0, end) : rest;
		if (!UNCHANGED.matcher(name).matches()) {
			throw new InvalidCachePropertyException(PREFIX + name, name,
					"has characters that are dropped from a cache's name when the configuration is read",
					"Put the name into quotes and brackets: \"[" + name + "]\".");
		}
	}

}
