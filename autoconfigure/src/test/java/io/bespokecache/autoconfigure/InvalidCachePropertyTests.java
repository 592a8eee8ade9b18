package io.bespokecache.autoconfigure;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidCachePropertyTests {

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "-0.1", ".nan", ".inf" })
	void aReadRatioOutsideZeroToOneIsRefused(String readRatio) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload:
				      read-ratio: %s
				""".formatted(readRatio)))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.read-ratio' with the value '"
					+ asYamlReadsIt(readRatio) + "' (in application.yml - 6:23) is not a share of all calls.")
			.withRemedy("Give a number from 0 (only writes) to 1 (only reads), for example 0.95.");
	}

	private static String asYamlReadsIt(String number) {
		return switch (number) {
			case ".nan" -> "NaN";
			case ".inf" -> "Infinity";
			default -> number;
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "maximum-size", "maximum-weight" })
	void aBoundOfZeroIsRefused(String property) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    %s: 0
				""".formatted(property)))
			.failedBecause("Property 'bespoke.cache.caches.rates.%s' with the value '0' (in application.yml - 5:%d) "
				.formatted(property, property.length() + 11) + "is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@Test
	void aNegativeNumberOfExpectedEntriesIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { expected-entries: -250 }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.expected-entries' with the value '-250' "
					+ "(in application.yml - 5:39) is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "expire-after-write", "expire-after-access" })
	void anExpiryOfZeroIsRefused(String property) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    %s: 0s
				""".formatted(property)))
			.failedBecause("Property 'bespoke.cache.caches.rates.%s' with the value '0s' (in application.yml - 5:%d) "
				.formatted(property, property.length() + 11) + "is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 10m.");
	}

	@Test
	void aNegativeKeyLifetimeIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { key-lifetime: -5s }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.key-lifetime' with the value '-5s' "
					+ "(in application.yml - 5:35) is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 10m.");
	}

	@Test
	void anIdleTimeThatTheTimeToLiveAlwaysForestallsIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    expire-after-write: 10m
				    expire-after-access: 1h
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.expire-after-access' with the value '1h' "
					+ "(in application.yml - 6:30) never takes effect, because expire-after-write (10m) always "
					+ "comes first.")
			.withRemedy("Make it shorter than expire-after-write, or remove it.");
	}

	@Test
	void twoBoundsAreRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size: 100
				    maximum-weight: 5000
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-weight' with the value '5000' "
					+ "(in application.yml - 6:25) contradicts maximum-size (100): a cache has one bound.")
			.withRemedy("Keep the one that limits what you care about, and remove the other.");
	}

	@Test
	void aBoundOfAnUnboundedCacheIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size: 100
				    unbounded: true
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.unbounded' with the value 'true' "
					+ "(in application.yml - 6:20) contradicts maximum-size (100): what is unbounded has no bound.")
			.withRemedy("Remove 'unbounded' to keep the bound, or remove 'maximum-size'.");
	}

	@Test
	void anUnboundedCacheOfShortLivedKeysIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  sessions:
				    unbounded: true
				    workload: { key-lifetime: 60s }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.sessions.workload.key-lifetime' with the value '60s' "
					+ "(in application.yml - 6:35) is short, and the cache is unbounded and expires nothing: "
					+ "keys that are no longer of use would pile up until memory ends.")
			.withRemedy("Set maximum-size or expire-after-write, or declare a key-lifetime of at least 1h.");
	}

	@Test
	void aStrategyThatCannotExpireIsRefusedForACacheThatExpires() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: true
				    expire-after-write: 10m
				    strategy: promoting
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value 'promoting' "
					+ "(in application.yml - 7:19) cannot do what the cache asks for: expire-after-write.")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be 'adaptive-fifo'), "
					+ "or give up expire-after-write.");
	}

	@Test
	void aStrategyThatCannotBoundIsRefusedForACacheThatIsBoundedByDefault() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    strategy: concurrent
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value 'concurrent' "
					+ "(in application.yml - 5:19) cannot do what the cache asks for: maximum-size "
					+ "(10000 where no bound is set).")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be 'adaptive-fifo'), "
					+ "or give up maximum-size with 'unbounded: true'.");
	}

	@Test
	void aDefaultThatIsWrongForOneCacheNamesThatCache() {
		Strategy chosen = StrategySelector.select(Workload.builder().maximumSize(100L).build()).strategy();
		assertThat(StartAttempt.withYaml("""
				defaults:
				  unbounded: true
				  strategy: concurrent
				caches:
				  rates:
				    maximum-size: 100
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.strategy' with the value 'concurrent' "
					+ "(in application.yml - 5:17) is inherited by the cache 'rates' and there cannot do what the "
					+ "cache asks for: maximum-size.")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be '" + chosen.id() + "'), or give up "
					+ "maximum-size with 'unbounded: true'. What the cache sets itself comes before the defaults: "
					+ "bespoke.cache.caches.rates.strategy.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent", "promoting", "sharded" })
	void aStrategyThatCannotMeetABulkNeedIsRefused(String strategy) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: true
				    workload: { bulk: atomic }
				    strategy: %s
				""".formatted(strategy)))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value '" + strategy
					+ "' (in application.yml - 7:19) cannot do what the cache asks for: bulk: atomic.")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be 'read-write-lock'), "
					+ "or give up bulk: atomic.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "snapshot", "atomic" })
	void aBulkNeedOfACacheThatIsBoundedByDefaultIsRefused(String bulk) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    workload: { bulk: %s }
				""".formatted(bulk)))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.bulk' with the value '" + bulk
					+ "' (in application.yml - 5:27) cannot be combined with maximum-size (10000 where no bound is "
					+ "set): no strategy offers it to a cache that drops entries by itself.")
			.withRemedy("Give up maximum-size with 'unbounded: true', or remove 'bulk'.");
	}

	@Test
	void aBulkNeedOfACacheThatExpiresIsRefusedWhateverStrategyIsDemanded() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-size: 100
				    expire-after-write: 10m
				    nulls-expire-after-write: 1m
				    workload: { bulk: atomic }
				    strategy: mutex
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.bulk' with the value 'atomic' "
					+ "(in application.yml - 8:27) cannot be combined with maximum-size and expire-after-write and "
					+ "nulls-expire-after-write: no strategy offers it to a cache that drops entries by itself.")
			.withRemedy("Give up maximum-size with 'unbounded: true' and expire-after-write and "
					+ "nulls-expire-after-write, or remove 'bulk'.");
	}

	@Test
	void aBulkNeedOfTheDefaultsThatOneCacheCannotBeGivenNamesThatCache() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  unbounded: true
				  workload: { bulk: snapshot }
				caches:
				  rates:
				    expire-after-write: 10m
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.workload.bulk' with the value 'snapshot' "
					+ "(in application.yml - 5:25) is inherited by the cache 'rates' and there cannot be combined with "
					+ "expire-after-write: no strategy offers it to a cache that drops entries by itself.")
			.withRemedy("Give up expire-after-write, or remove 'bulk'. What the cache sets itself comes before the "
					+ "defaults: bespoke.cache.caches.rates.workload.bulk.");
	}

	@ParameterizedTest
	@CsvSource({ "promoting, 'values: soft', lru-reference", "adaptive-fifo, 'values: weak', lru-reference",
			"caffeine, 'weak-keys', lru-reference" })
	void aStrategyThatCannotLetTheGarbageCollectorTakeEntriesIsRefused(String strategy, String missing,
			String suitable) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: true
				    %s
				    strategy: %s
				""".formatted(missing.contains(":") ? missing : missing + ": true", strategy)))
			.failedBecause("Property 'bespoke.cache.caches.rates.strategy' with the value '" + strategy
					+ "' (in application.yml - 7:19) cannot do what the cache asks for: " + missing + ".")
			.withRemedy("Remove 'strategy' to let the workload decide (it would be '" + suitable + "'), or give up "
					+ missing + ".");
	}

	@Test
	void aBulkNeedOfACacheThatTheGarbageCollectorTakesEntriesFromIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    unbounded: true
				    values: soft
				    weak-keys: true
				    workload: { bulk: atomic }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.workload.bulk' with the value 'atomic' "
					+ "(in application.yml - 8:27) cannot be combined with values: soft and weak-keys: no strategy "
					+ "offers it to a cache that drops entries by itself.")
			.withRemedy("Give up values: soft and weak-keys, or remove 'bulk'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "expiry: oneHour", "nulls-expire-after-write: 1m" })
	void weakValuesThatWouldHaveToBeKeptWithTheirTimesAreRefused(String setting) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    values: weak
				    expire-after-access: 10m
				    %s
				""".formatted(setting)))
			.failedBecause("Property 'bespoke.cache.caches.rates.values' with the value 'weak' (in application.yml - "
					+ "5:17) cannot be combined with both expire-after-access and times to live of single entries, "
					+ "which have to be kept beside each value.")
			.withRemedy("Remove one of them, or set values to soft or strong.");
	}

	@Test
	void aWeightWithoutAWeigherIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-weight: 5000
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-weight' with the value '5000' "
					+ "(in application.yml - 5:25) needs a weigher, because nobody can tell what an entry weighs.")
			.withRemedy("Declare a bean of type io.bespokecache.map.Weigher and set 'weigher' to its name, "
					+ "or bound the number of entries with maximum-size.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "environment" })
	void aWeigherThatIsNoSuchBeanIsRefused(String bean) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    maximum-weight: 5000
				    weigher: %s
				""".formatted(bean)))
			.failedBecause("Property 'bespoke.cache.caches.rates.weigher' with the value '" + bean
					+ "' (in application.yml - 6:18) is not the name of a bean of type io.bespokecache.map.Weigher.")
			.withRemedy("Declare a @Bean method '" + bean + "' of the return type Weigher, or correct the name.");
	}

	@Test
	void aWeigherOfACacheWithoutAWeightIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    weigher: bytes
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.weigher' with the value 'bytes' "
					+ "(in application.yml - 5:18) weighs entries of a cache that has no maximum-weight.")
			.withRemedy("Set maximum-weight, or remove 'weigher'.");
	}

	@Test
	void aPatternIsRefusedLikeACache() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "[session-*]":
				    maximum-size: -1
				"""))
			.failedBecause("Property 'bespoke.cache.caches[session-*].maximum-size' with the value '-1' "
					+ "(in application.yml - 5:23) is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@Test
	void aPropertyIsNamedAsItWasWritten() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  User_byId:
				    maximumSize: -1
				"""))
			.failedBecause("Property 'bespoke.cache.caches.User_byId.maximum-size' with the value '-1' "
					+ "(in application.yml - 5:22) is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@Test
	void theOriginOfAPropertiesFileIsNamedToo() {
		assertThat(StartAttempt.withProperties("bespoke.cache.caches.rates.maximum-size=-1"))
			.failedBecause("Property 'bespoke.cache.caches.rates.maximum-size' with the value '-1' "
					+ "(in application.properties - 1:41) is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

}
