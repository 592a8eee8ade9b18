package io.bespokecache.autoconfigure;

import io.bespokecache.shared.SharedStore;
import io.bespokecache.spring.SecondLevels;
import io.bespokecache.spring.json.JsonTypeResolver;
import io.bespokecache.spring.redis.RedisSecondLevels;
import io.bespokecache.spring.redis.RedisSharedStore;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for second levels on Redis, or
 * Valkey. It has connections of its own, and connects when a cache is first shared.
 */
@AutoConfiguration(before = BespokeCacheAutoConfiguration.class, after = DataRedisAutoConfiguration.class)
@ConditionalOnClass({ DataRedisConnectionDetails.class, RedisClient.class, JsonMapper.class })
@ConditionalOnBean(DataRedisConnectionDetails.class)
@Conditional({ OnEnabledCondition.class, OnUnspecifiedCacheTypeCondition.class })
@EnableConfigurationProperties(BespokeCacheProperties.class)
public final class BespokeCacheRedisAutoConfiguration {

	private static final String APPLICATION_NAME = "spring.application.name";

	// Closed by the second levels, after the last eviction.
	@Bean(destroyMethod = "")
	@Lazy
	@ConditionalOnMissingBean
	SharedStore bespokeCacheSharedStore(DataRedisConnectionDetails details, BespokeCacheProperties properties,
			Environment environment) {
		RedisSettingsReader settings = new RedisSettingsReader(properties.redis());
		return new RedisSharedStore(details, settings.readKeyPrefix(environment.getProperty(APPLICATION_NAME)),
				settings.readMaximumBytes());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(SecondLevels.class)
	RedisSecondLevels bespokeCacheSecondLevels(SharedStore store, BespokeCacheProperties properties,
			ObjectProvider<JsonMapper> mappers, ConfigurableBeanFactory beanFactory) {
		RedisSettingsReader settings = new RedisSettingsReader(properties.redis());
		return new RedisSecondLevels(store, settings.read(), settings.readMaximumBytes(), new JsonTypeResolver(
				() -> mappers.getIfUnique(() -> JsonMapper.builder().build()), beanFactory.getBeanClassLoader()));
	}

}
