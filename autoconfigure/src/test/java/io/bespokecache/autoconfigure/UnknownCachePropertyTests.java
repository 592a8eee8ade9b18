package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownCachePropertyTests {

	static final String SETTINGS = "adaptive, expire-after-access, expire-after-write, expiry, expiry-jitter, load-once, load-timeout, "
			+ "maximum-size, maximum-weight, nulls, nulls-expire-after-write, preload, refresh-after-write, "
			+ "second-level, stale-on-error, strategy, transaction-aware, unbounded, value-type, values, warm-start, weak-keys, weigher, when-incoherent, workload";

	@Test
	void anUnknownPropertyAtTheTopIsRefused() {
		assertThat(StartAttempt.withYaml("caching: true"))
			.failedBecause("Property 'bespoke.cache.caching' with the value 'true' (in application.yml - 3:14) "
					+ "does not exist.")
			.withRemedy(
					"Remove 'caching', or write one of: caches, defaults, enabled, health, redis, refresh, review-interval.");
	}

	@Test
	void anUnknownSettingOfACacheIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-sice: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-sice' with the value '100' "
					+ "(in application.yml - 5:23) does not exist.")
			.withRemedy("Remove 'maximum-sice', or write one of: " + SETTINGS + ".");
	}

	@Test
	void anUnknownDefaultIsRefused() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  ttl: 5m
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.ttl' with the value '5m' "
					+ "(in application.yml - 4:12) does not exist.")
			.withRemedy("Remove 'ttl', or write one of: " + SETTINGS + ".");
	}

	@Test
	void anUnknownPropertyOfAWorkloadIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { reads: 0.9 }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.reads' with the value '0.9' "
					+ "(in application.yml - 5:28) does not exist.")
			.withRemedy("Remove 'reads', or write one of: bulk, expected-entries, key-lifetime, read-ratio.");
	}

	@Test
	void anUnknownPropertyOfTheRefreshesIsRefused() {
		assertThat(StartAttempt.withYaml("refresh: { pool-size: 4 }"))
			.failedBecause("Property 'bespoke.cache.refresh.pool-size' with the value '4' "
					+ "(in application.yml - 3:27) does not exist.")
			.withRemedy("Remove 'pool-size', or write one of: propagate-context, queue-capacity, threads.");
	}

	@Test
	void severalUnknownPropertiesAreNamedTogether() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    ttl: 5m
				  countries:
				    workload: { reads: 0.9 }
				"""))
			.failedBecause(String.join(System.lineSeparator(),
					"Property 'bespoke.cache.caches.countries.workload.reads' with the value '0.9' "
							+ "(in application.yml - 7:28) does not exist.",
					"Property 'bespoke.cache.caches.rates.ttl' with the value '5m' "
							+ "(in application.yml - 5:14) does not exist."))
			.withRemedy(String.join(System.lineSeparator(),
					"Remove 'reads', or write one of: bulk, expected-entries, key-lifetime, read-ratio.",
					"Remove 'ttl', or write one of: " + SETTINGS + "."));
	}

	@Test
	void aPropertyUnderASingleValueIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size:
				      entries: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-size.entries' with the value '100' "
					+ "(in application.yml - 6:20) does not exist.")
			.withRemedy("Remove 'entries'.");
	}

	@Test
	void aDottedNameWithoutBracketsIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  shop.orders:
				    maximum-size: 100
				"""))
			.failedBecause("Property 'bespoke.cache.caches.shop.orders.maximum-size' with the value '100' "
					+ "(in application.yml - 5:23) does not exist.")
			.withRemedy("Remove 'orders', or write one of: " + SETTINGS + ". If the cache is called 'shop.orders', "
					+ "write \"[shop.orders]\", with quotes and brackets, in YAML, or "
					+ "bespoke.cache.caches[shop.orders] in a properties file.");
	}

	@Test
	void aPropertyWithoutAValueIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size:
				"""))
			.failedBecause(
					"Property 'bespoke.cache.caches.rates.maximum-size' (in application.yml - 5:22) " + "has no value.")
			.withRemedy("Give 'maximum-size' a value, or remove it.");
	}

	@Test
	void oneNameWithAndWithoutBracketsIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  user-by-id:
				    maximum-size: 100
				  "[user-by-id]":
				    expire-after-write: 5m
				"""))
			.failedBecause("Property 'bespoke.cache.caches[user-by-id].expire-after-write' with the value '5m' "
					+ "(in application.yml - 7:29) belongs to a cache whose name is also written in another way.")
			.withRemedy("Write the name in one way everywhere, with brackets or without.");
	}

	@Test
	void aCacheWithoutSettingsIsACacheWithTheDefaults() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				  countries: {}
				""")).succeeded();
	}

}
