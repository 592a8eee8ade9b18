package io.bespokecache.autoconfigure;

import java.time.InstantSource;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.warmup.CacheSnapshots;
import io.bespokecache.spring.warmup.CacheWarmUp;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what caches hold when the
 * application starts, if any asks for that. The JSON mapper is looked up when there is a
 * snapshot to read or to write.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnBean(BespokeCacheManager.class)
@Conditional(OnWarmUpCondition.class)
public final class BespokeCacheWarmUpAutoConfiguration {

	@Bean
	CacheWarmUp bespokeCacheWarmUp(ObjectProvider<BespokeCacheManager> cacheManagers,
			ObjectProvider<CacheSnapshots> snapshots) {
		return new CacheWarmUp(cacheManagers.orderedStream().toList(), snapshots.getIfAvailable());
	}

	/**
	 * Snapshots, which are written as JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JacksonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CacheSnapshots bespokeCacheSnapshots(ObjectProvider<JsonMapper> mappers, ConfigurableBeanFactory beanFactory) {
			return new CacheSnapshots(() -> mappers.getIfUnique(() -> JsonMapper.builder().build()),
					InstantSource.system(), beanFactory.getBeanClassLoader());
		}

	}

}
