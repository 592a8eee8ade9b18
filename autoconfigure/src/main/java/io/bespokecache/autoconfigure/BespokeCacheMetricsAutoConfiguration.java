package io.bespokecache.autoconfigure;

import io.bespokecache.spring.metrics.BespokeCacheMeterBinderProvider;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;
import io.bespokecache.spring.BespokeCacheManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that tells Spring Boot the meters of
 * our caches. Comes before Spring Boot binds the caches that exist at the start.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class, before = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, CacheMeterBinderProvider.class })
@ConditionalOnBean(BespokeCacheManager.class)
public final class BespokeCacheMetricsAutoConfiguration {

	@Bean
	BespokeCacheMeterBinderProvider bespokeCacheMeterBinderProvider() {
		return new BespokeCacheMeterBinderProvider();
	}

}
