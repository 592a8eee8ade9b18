package io.bespokecache.autoconfigure;

import java.util.Map;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.spring.CacheDefinition;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Loads the classes of the caches on a second processor while the application context is
 * prepared on the first, by making caches that nobody uses. Spring Boot runs this where
 * there is more than one processor.
 */
final class CacheBackgroundPreinitializer implements BackgroundPreinitializer {

	/** A cache for each branch of the choice but those of bulk needs, which are rare. */
	private static final Map<String, String> PROPERTIES = Map.of("caches.bounded.maximum-size", "1",
			"caches.bounded.expire-after-write", "10m", "caches.bounded.workload.key-lifetime", "10m",
			"caches.read-mostly.workload.read-ratio", "1", "caches.read-mostly.unbounded", "true",
			"caches.mixed.unbounded", "true");

	@Override
	public void preinitialize() {
		PropertyCacheDefinitions definitions = new PropertyCacheDefinitions(bind(), new StaticListableBeanFactory(),
				BackgroundThreads.PLATFORM);
		for (String name : definitions.names()) {
			CacheDefinition definition = definitions.definitionOf(name);
			LocalCache.<Object, Object>builder(name, definition.workload())
				.selection(definition.selection())
				.expiryJitter(definition.options().expiryJitter())
				.build()
				.get(name);
		}
	}

	private static BespokeCacheProperties bind() {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		PROPERTIES.forEach((name, value) -> source.put(BespokeCacheProperties.PREFIX + "." + name, value));
		return new Binder(source).bindOrCreate(BespokeCacheProperties.PREFIX, BespokeCacheProperties.class);
	}

}
