package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is refused of the properties about loads, nulls, times to live of single entries,
 * and transactions.
 */
class InvalidLoadPropertyTests {

	@ParameterizedTest
	@CsvSource({ "load-timeout, 0s", "load-timeout, -1s", "refresh-after-write, 0s", "refresh-after-write, -1s",
			"stale-on-error, 0s", "stale-on-error, -1s", "nulls-expire-after-write, 0s",
			"nulls-expire-after-write, -1s" })
	void aTimeThatIsNoLengthOfTimeIsRefused(String property, String value) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expire-after-write: 10m
				    %s: %s
				""".formatted(property, value)))
			.failedBecause("Property 'bespoke.cache.caches.rates.%s' with the value '%s' (in application.yml - 6:%d) "
				.formatted(property, value, property.length() + 11) + "is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 10m.");
	}

	@Test
	void aTimeToLiveOfNullsIsCheckedInTheDefaultsEvenIfItIsIdleThere() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  nulls: skip
				  nulls-expire-after-write: 0s
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.nulls-expire-after-write' with the value '0s' "
					+ "(in application.yml - 5:33) is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 10m.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10m", "1h" })
	void aRefreshThatTheExpiryAlwaysForestallsIsRefused(String refresh) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expire-after-write: 10m
				    refresh-after-write: %s
				""".formatted(refresh)))
			.failedBecause("Property 'bespoke.cache.caches.rates.refresh-after-write' with the value '" + refresh
					+ "' (in application.yml - 6:30) never takes effect, because expire-after-write (10m) always "
					+ "comes first.")
			.withRemedy("Make it shorter than expire-after-write, or remove it.");
	}

	@Test
	void aRefreshInTheDefaultsThatTheExpiryOfACacheForestallsNamesThatCache() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  refresh-after-write: 10m
				caches:
				  rates:
				    expire-after-write: 5m
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.refresh-after-write' with the value '10m' "
					+ "(in application.yml - 4:28) is inherited by the cache 'rates' and there never takes effect, "
					+ "because expire-after-write (5m) always comes first.")
			.withRemedy("Make it shorter than expire-after-write, or remove it. What the cache sets itself comes "
					+ "before the defaults: bespoke.cache.caches.rates.refresh-after-write.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "maximum-size: 100", "expire-after-access: 10m" })
	void staleValuesOfACacheWhereNothingExpiresByItsAgeAreRefused(String setting) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    stale-on-error: 1h
				    %s
				""".formatted(setting)))
			.failedBecause("Property 'bespoke.cache.caches.rates.stale-on-error' with the value '1h' "
					+ "(in application.yml - 5:25) never takes effect, because no entry expires by its age.")
			.withRemedy("Set expire-after-write, or remove it.");
	}

	@ParameterizedTest
	@CsvSource({ "refresh-after-write, 5m", "stale-on-error, 1h" })
	void whatHasToBeKeptBesideAWeakValueIsRefused(String property, String value) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    values: weak
				    expire-after-write: 10m
				    %s: %s
				""".formatted(property, value)))
			.failedBecause("Property 'bespoke.cache.caches.rates.%s' with the value '%s' (in application.yml - 7:%d) "
				.formatted(property, value, property.length() + 11)
					+ "has to be kept beside each value, and nobody keeps what is beside a weak value.")
			.withRemedy("Remove it, or set values to soft or strong.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "refresh-after-write", "stale-on-error" })
	void whatHasToBeKeptBesideAWeakValueIsCheckedInTheDefaultsEvenIfItIsIdleThere(String property) {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  values: weak
				  %s: 0s
				""".formatted(property)))
			.failedBecause("Property 'bespoke.cache.defaults.%s' with the value '0s' (in application.yml - 5:%d) "
				.formatted(property, property.length() + 9) + "is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 10m.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.0", "1.5", "-0.1", ".nan" })
	void aJitterThatIsNoShareOfALifeIsRefused(String share) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expire-after-write: 10m
				    expiry-jitter: %s
				""".formatted(share)))
			.failedBecause("Property 'bespoke.cache.caches.rates.expiry-jitter' with the value '"
					+ (share.equals(".nan") ? "NaN" : share) + "' (in application.yml - 6:24) is not a share of a life "
					+ "that leaves something of it.")
			.withRemedy("Give a number from 0 (every entry expires on time) to less than 1, for example 0.1.");
	}

	@Test
	void aJitterIsCheckedInTheDefaultsEvenIfItIsIdleThere() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  expiry-jitter: 10
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.expiry-jitter' with the value '10' "
					+ "(in application.yml - 4:22) is not a share of a life that leaves something of it.")
			.withRemedy("Give a number from 0 (every entry expires on time) to less than 1, for example 0.1.");
	}

	@Test
	void aJitterOfACacheWhereNothingExpiresIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expiry-jitter: 0.1
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.expiry-jitter' with the value '0.1' "
					+ "(in application.yml - 5:24) never takes effect, because no entry expires.")
			.withRemedy("Set expire-after-write, or remove it.");
	}

	@Test
	void aJitterThatHasToBeKeptBesideAWeakValueIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    values: weak
				    strategy: caffeine
				    expire-after-write: 10m
				    expire-after-access: 5m
				    expiry-jitter: 0.1
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.expiry-jitter' with the value '0.1' "
					+ "(in application.yml - 9:24) has to be kept beside each value where both expire-after-write and "
					+ "expire-after-access are set, and nobody keeps what is beside a weak value.")
			.withRemedy("Set strategy to lru-reference, which does without, or remove it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "skip", "reject" })
	void aTimeToLiveOfNullsThatAreNotStoredIsRefused(String nulls) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    nulls: %s
				    nulls-expire-after-write: 30s
				""".formatted(nulls)))
			.failedBecause("Property 'bespoke.cache.caches.rates.nulls-expire-after-write' with the value '30s' "
					+ "(in application.yml - 6:35) never takes effect, because no null is stored: "
					+ "bespoke.cache.caches.rates.nulls is '" + nulls + "'.")
			.withRemedy("Set 'nulls' to store, or remove 'nulls-expire-after-write'.");
	}

	@Test
	void aTimeToLiveOfNullsThatTheDefaultsForbidToStoreNamesTheDefaults() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  nulls: skip
				caches:
				  rates:
				    nulls-expire-after-write: 30s
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.nulls-expire-after-write' with the value '30s' "
					+ "(in application.yml - 7:35) never takes effect, because no null is stored: "
					+ "bespoke.cache.defaults.nulls is 'skip'.")
			.withRemedy("Set 'nulls' to store, or remove 'nulls-expire-after-write'.");
	}

	@Test
	void anUnboundedCacheOfShortLivedKeysOfWhichOnlyNullsExpireIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  sessions:
				    unbounded: true
				    nulls-expire-after-write: 30s
				    workload: { key-lifetime: 60s }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.sessions.workload.key-lifetime' with the value '60s' "
					+ "(in application.yml - 7:35) is short, and the cache is unbounded and expires nothing: "
					+ "keys that are no longer of use would pile up until memory ends.")
			.withRemedy("Set maximum-size or expire-after-write, or declare a key-lifetime of at least 1h.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "environment" })
	void anExpiryThatIsNoSuchBeanIsRefused(String bean) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expiry: %s
				""".formatted(bean)))
			.failedBecause("Property 'bespoke.cache.caches.rates.expiry' with the value '" + bean
					+ "' (in application.yml - 5:17) is not the name of a bean of type io.bespokecache.map.Expiry.")
			.withRemedy("Declare a @Bean method '" + bean + "' of the return type Expiry, or correct the name.");
	}

	@Test
	void aStrategyThatCannotExpireNullsIsRefusedForACacheWhoseNullsExpire() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: true
				    nulls-expire-after-write: 30s
				    strategy: promoting
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value 'promoting' "
					+ "(in application.yml - 7:19) cannot do what the cache asks for: nulls-expire-after-write.")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be 'adaptive-fifo'), "
					+ "or give up nulls-expire-after-write.");
	}

	@Test
	void aStrategyThatCanDoNothingOfWhatTheCacheAsksForIsToldAllOfIt() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expiry: oneHour
				    nulls-expire-after-write: 30s
				    strategy: sharded
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value 'sharded' "
					+ "(in application.yml - 7:19) cannot do what the cache asks for: maximum-size (10000 where no "
					+ "bound is set), expiry, nulls-expire-after-write.")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be 'adaptive-fifo'), or give up "
					+ "maximum-size with 'unbounded: true' and expiry and nulls-expire-after-write.");
	}

	@Test
	void aTransactionAwareCacheWithoutTransactionManagementIsRefused() {
		assertThat(StartAttempt.withYamlAndWithout("org.springframework.transaction", """
				caches:
				  rates:
				    transaction-aware: true
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.transaction-aware' with the value 'true' "
					+ "(in application.yml - 5:28) needs spring-tx, which is not on the class path.")
			.withRemedy("Add a starter that brings it, for example spring-boot-starter-jdbc, or remove "
					+ "'transaction-aware'.");
	}

	@Test
	void aCacheThatIsNotTransactionAwareNeedsNoTransactionManagement() {
		assertThat(StartAttempt.withYamlAndWithout("org.springframework.transaction", """
				caches:
				  rates:
				    transaction-aware: false
				""")).succeeded();
	}

	@Test
	void noThreadForRefreshesIsRefused() {
		assertThat(StartAttempt.withYaml("refresh: { threads: 0 }"))
			.failedBecause("Property 'bespoke.cache.refresh.threads' with the value '0' (in application.yml - 3:25) "
					+ "is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@Test
	void lessThanNoPlaceForWaitingRefreshesIsRefused() {
		assertThat(StartAttempt.withYaml("refresh: { queue-capacity: -1 }"))
			.failedBecause("Property 'bespoke.cache.refresh.queue-capacity' with the value '-1' "
					+ "(in application.yml - 3:32) is less than 0.")
			.withRemedy("Give a whole number from 1 up, or 0 to put off every refresh for which no thread is free.");
	}

	@Test
	void aContextThatNobodyCanPropagateIsRefused() {
		assertThat(StartAttempt.withYamlAndWithout("io.micrometer.context", "refresh: { propagate-context: true }"))
			.failedBecause("Property 'bespoke.cache.refresh.propagate-context' with the value 'true' "
					+ "(in application.yml - 3:35) needs Micrometer Context Propagation, which is not on the class "
					+ "path.")
			.withRemedy("Add the dependency io.micrometer:context-propagation, or remove 'propagate-context'.");
	}

	@Test
	void aRefreshWithoutContextNeedsNoContextPropagation() {
		assertThat(StartAttempt.withYamlAndWithout("io.micrometer.context", "refresh: { threads: 2 }")).succeeded();
	}

}
