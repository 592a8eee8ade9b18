package io.bespokecache.spring.metrics;

import java.util.Map;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.util.StringUtils;

/**
 * Binds each cache when it is created. Spring Boot binds only those that exist when the
 * application starts.
 */
public final class CreatedCacheMetrics {

	private static final String CACHE_MANAGER_SUFFIX = "cacheManager";

	/**
	 * Binds the caches that the given managers have and will have.
	 * @param registry where the meters are
	 * @param registrar registers the meters of a cache
	 * @param cacheManagers the managers by the names of their beans
	 */
	public CreatedCacheMetrics(MeterRegistry registry, CacheMetricsRegistrar registrar,
			Map<String, BespokeCacheManager> cacheManagers) {
		cacheManagers.forEach((beanName, cacheManager) -> {
			Tag tag = Tag.of("cache.manager", managerName(beanName));
			cacheManager.onCacheCreated((cache) -> {
				if (!isBound(registry, cache, tag)) {
					registrar.bindCacheToRegistry(cache, tag);
				}
			});
		});
	}

	private static boolean isBound(MeterRegistry registry, BespokeCache cache, Tag cacheManager) {
		return registry.find("cache.size").tag("cache", cache.getName()).tags(Tags.of(cacheManager)).meter() != null;
	}

	/**
	 * The tag that Spring Boot gives to the caches of a manager: a different one would
	 * make a second meter.
	 */
	private static String managerName(String beanName) {
		boolean suffixed = beanName.length() > CACHE_MANAGER_SUFFIX.length()
				&& StringUtils.endsWithIgnoreCase(beanName, CACHE_MANAGER_SUFFIX);
		return suffixed ? beanName.substring(0, beanName.length() - CACHE_MANAGER_SUFFIX.length()) : beanName;
	}

}
