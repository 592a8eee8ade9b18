package io.bespokecache.autoconfigure;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.SameDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.cache.CacheType;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;

class BespokeCacheAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, CacheAutoConfiguration.class));

	@Test
	void theOnlyCacheManagerIsOursUnderTheNameThatSpringBootExpects() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
			.hasSingleBean(BespokeCacheManager.class)
			.hasBean("cacheManager"));
	}

	@Test
	void theBeanHasTheConcreteType() {
		this.contextRunner.run((context) -> assertThat(context.getBeanFactory().getType("cacheManager", false))
			.isEqualTo(BespokeCacheManager.class));
	}

	@ParameterizedTest
	@EnumSource(names = { "NONE", "SIMPLE", "CAFFEINE" })
	void anyCacheTypeMakesUsStepBack(CacheType type) {
		Class<? extends CacheManager> expected = switch (type) {
			case NONE -> NoOpCacheManager.class;
			case SIMPLE -> ConcurrentMapCacheManager.class;
			case CAFFEINE -> CaffeineCacheManager.class;
			default -> throw new IllegalArgumentException(type.name());
		};
		this.contextRunner.withPropertyValues("spring.cache.type=" + type)
			.run((context) -> assertThat(context).getBean(CacheManager.class).isExactlyInstanceOf(expected));
	}

	@Test
	void aCacheTypeThatSpringBootCannotProvideIsNotProvidedByUsEither() {
		this.contextRunner.withPropertyValues("spring.cache.type=redis")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("No cache manager could be auto-configured"));
	}

	@Test
	void aCacheManagerOfTheApplicationMakesUsStepBack() {
		this.contextRunner.withBean("ours", CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isExactlyInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void aBeanNamedCacheResolverMakesUsStepBack() {
		this.contextRunner
			.withBean("cacheResolver", CacheResolver.class,
					() -> new SimpleCacheResolver(new ConcurrentMapCacheManager()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void aCacheResolverOfAnotherNameDoesNot() {
		this.contextRunner
			.withBean("ratesResolver", CacheResolver.class,
					() -> new SimpleCacheResolver(new ConcurrentMapCacheManager()))
			.run((context) -> assertThat(context).hasSingleBean(BespokeCacheManager.class));
	}

	@Test
	void propertiesOfADisabledBespokeCacheAreNotRead() {
		this.contextRunner.withPropertyValues("bespoke.cache.enabled=false", "bespoke.cache.caches.rates.ttl=5m")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BespokeCacheManager.class));
	}

	@Test
	void aCustomizerOfOurManagerIsHonoured() {
		this.contextRunner.withUserConfiguration(Customizers.class)
			.withPropertyValues("bespoke.cache.caches.rates.maximum-size=10")
			.run((context) -> {
				Customizers customizers = context.getBean(Customizers.class);
				assertThat(customizers.customized).isSameAs(context.getBean(BespokeCacheManager.class));
				assertThat(customizers.foreign).isNull();
			});
	}

	@Test
	void cacheNamesThatSpringBootKnowsAreAFixedSet() {
		this.contextRunner
			.withPropertyValues("spring.cache.cache-names=greetings,countries",
					"bespoke.cache.caches.rates.maximum-size=10", "bespoke.cache.caches.countries.maximum-size=20")
			.run((context) -> {
				BespokeCacheManager cacheManager = context.getBean(BespokeCacheManager.class);
				assertThat(cacheManager.getCacheNames()).containsExactlyInAnyOrder("greetings", "countries", "rates");
				assertThat(cache(context, "countries").getDefinition().workload().maximumSize()).isEqualTo(20);
				assertThat(cacheManager.getCache("others")).isNull();
			});
	}

	@Test
	void definitionsOfTheApplicationReplaceTheProperties() {
		CacheDefinitions definitions = SameDefinition.of(Strategy.CONCURRENT);
		this.contextRunner.withBean(CacheDefinitions.class, () -> definitions).run((context) -> {
			assertThat(cache(context, "any").getDefinition()).isSameAs(definitions.definitionOf("any"));
		});
	}

	@Test
	void anApplicationWithoutMicrometerHasItsCaches() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withConfiguration(AutoConfigurations.of(BespokeCacheMetricsAutoConfiguration.class,
					CreatedCacheMetricsAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(BespokeCacheMetricsAutoConfiguration.class)
					.doesNotHaveBean(CreatedCacheMetricsAutoConfiguration.class);
				assertThat(cache(context, "rates").getName()).isEqualTo("rates");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private @Nullable BespokeCacheManager customized;

		private @Nullable CacheManager foreign;

		@Bean
		CacheManagerCustomizer<BespokeCacheManager> ours() {
			return (cacheManager) -> this.customized = cacheManager;
		}

		@Bean
		CacheManagerCustomizer<ConcurrentMapCacheManager> others() {
			return (cacheManager) -> this.foreign = cacheManager;
		}

	}

}
