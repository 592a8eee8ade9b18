package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.interceptor.CacheInterceptorReplacer;
import io.bespokecache.spring.interceptor.HitCallbackInstaller;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the cache manager. Backs off
 * when {@code spring.cache.type} is set, and when the application has a cache manager or
 * a cache resolver of its own.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBean(CacheAspectSupport.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@Conditional({ OnEnabledCondition.class, OnUnspecifiedCacheTypeCondition.class })
@EnableConfigurationProperties({ BespokeCacheProperties.class, CacheProperties.class })
public final class BespokeCacheAutoConfiguration {

	/** Name of the bean that makes definitions from properties. */
	static final String DEFINITIONS = "bespokeCacheDefinitions";

	@Bean
	@ConfigurationPropertiesBinding
	static KeyLifetimeConverter bespokeCacheKeyLifetimeConverter() {
		return new KeyLifetimeConverter();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheInterceptorReplacer bespokeCacheInterceptorReplacer() {
		return new CacheInterceptorReplacer();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HitCallbackInstaller bespokeHitCallbackInstaller() {
		return new HitCallbackInstaller();
	}

	@Bean(DEFINITIONS)
	@ConditionalOnMissingBean
	CacheDefinitions bespokeCacheDefinitions(ObjectProvider<BespokeCacheProperties> properties,
			ConfigurableEnvironment environment, BeanFactory beanFactory) {
		// Before the properties are bound: a name that lost characters may not bind at
		// all, and the reason would then be hidden.
		CacheNames.requireUnchanged(environment);
		return new PropertyCacheDefinitions(properties.getObject(), beanFactory, BackgroundThreads.of(environment));
	}

	@Bean
	BespokeCacheManager cacheManager(CacheDefinitions definitions, CacheProperties properties,
			ObjectProvider<CacheManagerCustomizer<?>> customizers) {
		BespokeCacheManager cacheManager = new BespokeCacheManager(definitions, properties.getCacheNames());
		return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(cacheManager);
	}

}
