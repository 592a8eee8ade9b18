package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnreadableCachePropertyTests {

	@Test
	void anUnreadableDurationIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expire-after-write: 5 parsecs
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.expire-after-write' with the value '5 parsecs' "
					+ "(in application.yml - 5:29) cannot be read as a duration.")
			.withRemedy("Give a number and a unit, for example 30s, 10m, 1h or 2d.");
	}

	@Test
	void anUnreadableKeyLifetimeIsRefused() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  workload: { key-lifetime: eternal }
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.workload.key-lifetime' with the value 'eternal' "
					+ "(in application.yml - 4:33) cannot be read as a duration.")
			.withRemedy("Give a number and a unit, for example 30s, 10m, 1h or 2d, or write 'forever'.");
	}

	@Test
	void anUnreadableNumberOfEntriesIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size: many
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-size' with the value 'many' "
					+ "(in application.yml - 5:23) cannot be read as a whole number.")
			.withRemedy("Give a whole number from 1 up, for example 10000.");
	}

	@Test
	void anUnreadableReadRatioIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { read-ratio: often }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.read-ratio' with the value 'often' "
					+ "(in application.yml - 5:33) cannot be read as a number.")
			.withRemedy("Give a number from 0 (only writes) to 1 (only reads), for example 0.95.");
	}

	@Test
	void anUnreadableJitterIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expiry-jitter: 10 percent
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.expiry-jitter' with the value '10 percent' "
					+ "(in application.yml - 5:24) cannot be read as a number.")
			.withRemedy("Give a number from 0 (every entry expires on time) to less than 1, for example 0.1.");
	}

	@Test
	void anUnknownWayToHoldValuesIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    values: phantom
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.values' with the value 'phantom' "
					+ "(in application.yml - 5:17) is not a way to hold values.")
			.withRemedy("Write one of: strong, soft, weak.");
	}

	@Test
	void anUnknownStrategyIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    strategy: fastest
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value 'fastest' "
					+ "(in application.yml - 5:19) is not the name of a strategy.")
			.withRemedy(
					"Write one of: concurrent, promoting, sharded, snapshot, read-write-lock, mutex, adaptive-fifo, lru-reference, caffeine; "
							+ "or remove the property and let the workload decide.");
	}

	@Test
	void anUnreadableBooleanOfACacheIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: perhaps
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.unbounded' with the value 'perhaps' "
					+ "(in application.yml - 5:20) is neither true nor false.")
			.withRemedy("Write true or false.");
	}

	@Test
	void aMistypedEnabledIsRefusedRatherThanTakenForFalse() {
		assertThat(StartAttempt.withYaml("enabled: ture"))
			.failedBecause("Property 'bespoke.cache.enabled' with the value 'ture' (in application.yml - 3:14) "
					+ "is neither true nor false.")
			.withRemedy("Write true or false.");
	}

	@Test
	void aValueInThePlaceOfACacheIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates' with the value '100' (in application.yml - 4:14) "
					+ "stands where the settings of a cache are expected.")
			.withRemedy("Write under it one of: " + UnknownCachePropertyTests.SETTINGS + "; each with its value.");
	}

	@Test
	void anUnknownPolicyForNullsIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    nulls: forget
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.nulls' with the value 'forget' "
					+ "(in application.yml - 5:16) is not something that can be done about nulls.")
			.withRemedy("Write one of: store, skip, reject.");
	}

	@Test
	void anUnknownBulkNeedIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { bulk: everything }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.bulk' with the value 'everything' "
					+ "(in application.yml - 5:27) is not something that operations on several keys can need.")
			.withRemedy("Write one of: none, snapshot, atomic.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "many", "99999999999" })
	void anUnreadableNumberOfThreadsIsRefused(String threads) {
		assertThat(StartAttempt.withYaml("refresh: { threads: %s }".formatted(threads)))
			.failedBecause("Property 'bespoke.cache.refresh.threads' with the value '" + threads
					+ "' (in application.yml - 3:25) cannot be read as a whole number up to 2147483647.")
			.withRemedy("Give such a number, or remove the property.");
	}

	@Test
	void aValueInThePlaceOfTheRefreshSettingsIsRefused() {
		assertThat(StartAttempt.withYaml("refresh: 4"))
			.failedBecause("Property 'bespoke.cache.refresh' with the value '4' (in application.yml - 3:14) "
					+ "stands where the settings of refreshes are expected.")
			.withRemedy("Write under it one of: propagate-context, queue-capacity, threads; each with its value.");
	}

	@Test
	void aValueInThePlaceOfAWorkloadIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: read-mostly
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload' with the value 'read-mostly' "
					+ "(in application.yml - 5:19) stands where the properties of a workload are expected.")
			.withRemedy(
					"Write under it one of: bulk, expected-entries, key-lifetime, read-ratio; each with its value.");
	}

	@Test
	void aListOfCachesIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				- rates
				"""))
			.failedBecause("Property 'bespoke.cache.caches[0]' with the value 'rates' (in application.yml - 4:7) "
					+ "stands where the settings of a cache are expected.")
			.withRemedy("Write under it one of: " + UnknownCachePropertyTests.SETTINGS + "; each with its value.");
	}

	@Test
	void aValueInThePlaceOfTheCachesIsRefused() {
		assertThat(StartAttempt.withYaml("caches: rates"))
			.failedBecause("Property 'bespoke.cache.caches' with the value 'rates' (in application.yml - 3:13) "
					+ "stands where names of caches are expected.")
			.withRemedy("Write the name of a cache under it, and under that name the cache's settings.");
	}

	@Test
	void whatIsUnreadableElsewhereIsLeftToSpringBoot() {
		StartAttempt attempt = StartAttempt.withProperties("spring.main.lazy-initialization=perhaps");
		assertThat(attempt.analysis()).isNotNull()
			.extracting((analysis) -> analysis.getAction())
			.isEqualTo("Update your application's configuration");
	}

}
