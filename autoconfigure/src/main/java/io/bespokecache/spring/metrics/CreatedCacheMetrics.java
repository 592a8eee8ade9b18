package io.bespokecache.spring.metrics;

import java.util.Map;

import io.bespokecache.spring.BespokeCacheManager;
import io.micrometer.core.instrument.Tag;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.util.StringUtils;

/**
 * Binds each cache when it is created. Spring Boot binds only those that exist when the
 * application starts; to bind one again does nothing.
 */
public final class CreatedCacheMetrics {

	private static final String CACHE_MANAGER_SUFFIX = "cacheManager";

	/**
	 * Binds the caches that the given managers have and will have.
	 * @param registrar registers the meters of a cache
	 * @param cacheManagers the managers by the names of their beans
	 */
	public CreatedCacheMetrics(CacheMetricsRegistrar registrar, Map<String, BespokeCacheManager> cacheManagers) {
		cacheManagers.forEach((beanName, cacheManager) -> {
			Tag tag = Tag.of("cache.manager", managerName(beanName));
			cacheManager.onCacheCreated((cache) -> registrar.bindCacheToRegistry(cache, tag));
		});
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
