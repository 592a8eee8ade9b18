package io.bespokecache.autoconfigure;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;

class BespokeCachingAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withBean(Greetings.class);

	@Test
	void theStarterAloneMakesAMethodCacheable() {
		this.contextRunner.run((context) -> {
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada")).isEqualTo("Hello Ada, call 1");
			assertThat(context.getBean(BespokeCacheManager.class).getCacheNames()).containsExactly("greetings");
		});
	}

	@Test
	void anApplicationThatEnablesCachingItselfIsAdvisedOnce() {
		this.contextRunner.withUserConfiguration(EnablesCaching.class).run((context) -> {
			assertThat(context).hasSingleBean(CacheInterceptor.class)
				.hasSingleBean(BeanFactoryCacheOperationSourceAdvisor.class)
				.doesNotHaveBean(BespokeCachingAutoConfiguration.class);
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada"));
			CacheStatistics statistics = cache(context, "greetings").getStore().statistics();
			assertThat(statistics.misses()).isOne();
			assertThat(statistics.hits()).isOne();
			assertThat(statistics.puts()).isOne();
		});
	}

	@Test
	void cachingIsNotEnabledWhenBespokeCacheIsDisabled() {
		this.contextRunner.withPropertyValues("bespoke.cache.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CacheAspectSupport.class).doesNotHaveBean(CacheManager.class);
			Greetings greetings = context.getBean(Greetings.class);
			greetings.greet("Ada");
			assertThat(greetings.greet("Ada")).isEqualTo("Hello Ada, call 2");
		});
	}

	@Test
	void aDisabledBespokeCacheLeavesCachingToSpringBoot() {
		this.contextRunner.withPropertyValues("bespoke.cache.enabled=false")
			.withUserConfiguration(EnablesCaching.class)
			.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
				.doesNotHaveBean(BespokeCacheManager.class));
	}

	@Test
	void aCacheManagerOfTheApplicationIsUsed() {
		this.contextRunner.withBean(CacheManager.class, ConcurrentMapCacheManager::new).run((context) -> {
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada"));
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class);
		});
	}

	@Test
	void severalCacheManagersWithoutAPrimaryOneDoNotStopTheStart() {
		this.contextRunner.withUserConfiguration(TwoCacheManagers.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheAspectSupport.class)
				.doesNotHaveBean(BespokeCacheManager.class));
	}

	@Test
	void thePrimaryOneOfSeveralCacheManagersIsUsed() {
		this.contextRunner.withUserConfiguration(TwoCacheManagers.class, PrimaryCacheManager.class).run((context) -> {
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada"));
			assertThat(context.getBean("primary", CacheManager.class).getCacheNames()).containsExactly("greetings");
		});
	}

	@Test
	void aCacheResolverThatNobodyConfiguresDoesNotStopTheStart() {
		this.contextRunner.withUserConfiguration(LoneCacheResolver.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheAspectSupport.class)
				.doesNotHaveBean(CacheManager.class));
	}

	@Test
	void aCacheResolverThatACachingConfigurerNamesIsUsed() {
		this.contextRunner.withUserConfiguration(ConfiguredCacheResolver.class).run((context) -> {
			assertThat(context).doesNotHaveBean(CacheManager.class);
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada"));
		});
	}

	@Test
	void aConfigurerThatNamesACacheManagerOfItsOwnIsFollowed() {
		this.contextRunner.withUserConfiguration(ConfiguredCacheManager.class).run((context) -> {
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("Ada")).isEqualTo(greetings.greet("Ada"));
			assertThat(context.getBean(ConfiguredCacheManager.class).cacheManager.getCacheNames())
				.containsExactly("greetings");
		});
	}

	@Test
	void anApplicationWithoutSpringsCacheAbstractionStarts() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(CacheManager.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BespokeCachingAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class EnablesCaching {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoCacheManagers {

		@Bean
		CacheManager first() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheManager second() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryCacheManager {

		@Bean
		@Primary
		CacheManager primary() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LoneCacheResolver {

		@Bean
		CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfiguredCacheResolver implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfiguredCacheManager implements CachingConfigurer {

		private final CacheManager cacheManager = new ConcurrentMapCacheManager();

		@Override
		public CacheManager cacheManager() {
			return this.cacheManager;
		}

	}

}
