package io.bespokecache.autoconfigure;

import java.time.Duration;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.SecondLevelEngine;
import io.bespokecache.spring.SecondLevelOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a cache is shared with other processes, as it is set. No Redis is there: an
 * application starts without.
 */
class SecondLevelPropertyTests {

	private static ApplicationContextRunner configured(String yaml) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataRedisAutoConfiguration.class, BespokeCacheRedisAutoConfiguration.class,
							BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withPropertyValues("spring.application.name=rates", "spring.data.redis.port=1")
			.withInitializer(new YamlConfiguration(yaml));
	}

	@Test
	void aCacheIsSharedThatSaysSo() {
		configured("""
				caches:
				  rates: { second-level: redis, value-type: java.lang.String, when-incoherent: serve-stale }
				  names: { maximum-size: 5 }
				""").run((context) -> {
			CacheDefinition rates = context.getBean(CacheDefinitions.class).definitionOf("rates");
			assertThat(rates.options().secondLevel()).isEqualTo(
					new SecondLevelOptions(SecondLevelEngine.REDIS, "java.lang.String", IncoherentPolicy.SERVE_STALE));
			assertThat(rates.workload().expireAfterWrite()).isEqualTo(Duration.ofHours(1));
			assertThat(rates.options().transactionAware()).isTrue();
			CacheDefinition names = context.getBean(CacheDefinitions.class).definitionOf("names");
			assertThat(names.options().secondLevel()).isNull();
			assertThat(names.workload().expireAfterWrite()).isNull();
			assertThat(names.options().transactionAware()).isFalse();
		});
	}

	@Test
	void aCacheNeedNotTakeTheDefaults() {
		configured("""
				defaults: { second-level: redis }
				redis: { time-to-live: 5m }
				caches:
				  rates: { second-level: none }
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("rates").options().secondLevel()).isNull();
			CacheDefinition other = definitions.definitionOf("other");
			assertThat(other.options().secondLevel()).isNotNull();
			assertThat(other.workload().expireAfterWrite()).isEqualTo(Duration.ofMinutes(5));
		});
	}

	@Test
	void withoutRedisTheApplicationStartsAndItsCachesWork() {
		configured("caches: { rates: { second-level: redis } }").run((context) -> {
			var cache = context.getBean(BespokeCacheManager.class).getCache("rates");
			assertThat(cache).isNotNull();
			assertThat(cache.get("EUR", () -> 1.1)).isEqualTo(1.1);
			cache.evict("EUR");
			cache.clear();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			values: weak            | second-level    | nobody keeps what is beside a weak value
			weak-keys: true         | second-level    | weak-keys finds only the same object
			value-type: no.such.Type | value-type     | is not the name of a type that can be found
			value-type: java.util.List | value-type   | leaves open what its instances hold
			""")
	void whatCannotBeSharedIsRefused(String setting, String property, String problem) {
		configured("caches: { rates: { second-level: redis, %s } }".formatted(setting))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("bespoke.cache.caches.rates." + property)
				.hasMessageContaining(problem));
	}

	@Test
	void whatIsIdleIsRefused() {
		configured("caches: { rates: { when-incoherent: bypass } }").run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.hasMessageContaining("bespoke.cache.caches.rates.when-incoherent")
			.hasMessageContaining("never takes effect"));
	}

	@Test
	void aNameThatTellsThisApplicationFromOthersIsDemanded() {
		configured("caches: { rates: { second-level: redis } }").withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("bespoke.cache.redis.key-prefix"));
	}

	@Test
	void withoutTheClientOfRedisTheStarterToAddIsNamed() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withInitializer(new YamlConfiguration("caches: { rates: { second-level: redis } }"))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("bespoke.cache.caches.rates.second-level")
				.hasMessageContaining("needs a client of Redis"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			timeout: 0ms            | timeout
			heartbeat: 3s           | max-staleness
			lease: 1s               | lease
			wait-timeout: 1s        | wait-timeout
			breaker-failures: 0     | breaker-failures
			maximum-pending: 0      | maximum-pending
			maximum-value-size: 1GB | maximum-value-size
			time-to-live: 0s        | time-to-live
			""")
	void whatIsOutOfRangeIsRefused(String setting, String property) {
		configured("""
				redis: { %s }
				caches: { rates: { second-level: redis } }
				""".formatted(setting)).run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.hasMessageContaining("bespoke.cache.redis." + property));
	}

}
