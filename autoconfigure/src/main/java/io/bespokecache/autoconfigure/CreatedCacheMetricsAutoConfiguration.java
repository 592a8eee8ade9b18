package io.bespokecache.autoconfigure;

import java.util.Map;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.metrics.CreatedCacheMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of caches that are
 * created at run time.
 */
@AutoConfiguration(after = { BespokeCacheMetricsAutoConfiguration.class, CacheMetricsAutoConfiguration.class })
@ConditionalOnClass({ MeterBinder.class, CacheMetricsRegistrar.class })
@ConditionalOnBean({ BespokeCacheManager.class, CacheMetricsRegistrar.class })
public final class CreatedCacheMetricsAutoConfiguration {

	@Bean
	CreatedCacheMetrics createdCacheMetrics(MeterRegistry registry, CacheMetricsRegistrar registrar,
			Map<String, BespokeCacheManager> cacheManagers) {
		return new CreatedCacheMetrics(registry, registrar, cacheManagers);
	}

}
