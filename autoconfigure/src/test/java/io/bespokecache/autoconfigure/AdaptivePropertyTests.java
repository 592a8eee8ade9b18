package io.bespokecache.autoconfigure;

import java.time.Duration;

import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.workload.Adaptivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done when a cache turns out to be used otherwise than declared, as it is set.
 */
class AdaptivePropertyTests {

	private static ApplicationContextRunner configured(String yaml) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withInitializer(new YamlConfiguration(yaml));
	}

	private static ContextConsumer<AssertableApplicationContext> rates(Adaptivity expected) {
		return (context) -> assertThat(cache(context, "rates").getStore().adaptivity()).isEqualTo(expected);
	}

	@Test
	void adviceIsGivenUnlessAnythingElseIsSet() {
		configured("enabled: true").run(rates(Adaptivity.ADVISE));
	}

	/**
	 * To YAML, off is a boolean.
	 */
	@ParameterizedTest
	@EnumSource
	void eachAnswerIsRead(Adaptivity adaptivity) {
		configured("caches: { rates: { adaptive: %s } }".formatted(adaptivity.id())).run(rates(adaptivity));
	}

	@ParameterizedTest
	@EnumSource
	void theDefaultsAreTakenByACacheThatSetsNothing(Adaptivity adaptivity) {
		configured("""
				defaults: { adaptive: %s }
				caches: { rates: { maximum-size: 5 } }
				""".formatted(adaptivity.id())).run(rates(adaptivity));
	}

	@Test
	void aCacheThatDemandsAStrategyHasNoUseForASwitchOfTheDefaults() {
		configured("""
				defaults: { adaptive: switch }
				caches: { rates: { strategy: caffeine } }
				""").run(rates(Adaptivity.ADVISE));
	}

	@Test
	void aSwitchOfAStrategyThatIsDemandedIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    strategy: caffeine
				    adaptive: switch
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.adaptive' with the value 'switch' "
					+ "(in application.yml - 6:19) contradicts strategy (caffeine): a strategy that is demanded is not "
					+ "to give way to another.")
			.withRemedy("Remove 'strategy' to let the best one take over, or set 'adaptive' to advise.");
	}

	@Test
	void aSwitchOfAStrategyThatTheDefaultsDemandIsRefused() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  strategy: caffeine
				caches:
				  rates:
				    adaptive: switch
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.adaptive' with the value 'switch' "
					+ "(in application.yml - 7:19) contradicts strategy (caffeine): a strategy that is demanded is not "
					+ "to give way to another.")
			.withRemedy("Remove 'strategy' to let the best one take over, or set 'adaptive' to advise.");
	}

	@Test
	void defaultsThatContradictThemselvesAreRefused() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  strategy: caffeine
				  adaptive: switch
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.adaptive' with the value 'switch' "
					+ "(in application.yml - 5:17) contradicts strategy (caffeine): a strategy that is demanded is not "
					+ "to give way to another.")
			.withRemedy("Remove 'strategy' to let the best one take over, or set 'adaptive' to advise.");
	}

	@Test
	void whatIsNoAnswerIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  rates:
				    adaptive: maybe
				"""))
			.failedBecause("Property 'bespoke.cache.caches.rates.adaptive' with the value 'maybe' "
					+ "(in application.yml - 5:19) is not something that can be done about a use that was not "
					+ "declared.")
			.withRemedy("Write one of: off, advise, switch.");
	}

	@Test
	void theReviewIntervalIsRead() {
		configured("review-interval: 5s")
			.run((context) -> assertThat(context.getBean(CacheDefinitions.class).reviewInterval())
				.isEqualTo(Duration.ofSeconds(5)));
		configured("enabled: true")
			.run((context) -> assertThat(context.getBean(CacheDefinitions.class).reviewInterval())
				.isEqualTo(Duration.ofSeconds(1)));
	}

	@Test
	void aReviewIntervalOfZeroIsRefused() {
		assertThat(StartAttempt.withYaml("review-interval: 0s"))
			.failedBecause("Property 'bespoke.cache.review-interval' with the value '0s' "
					+ "(in application.yml - 3:22) is not a length of time.")
			.withRemedy("Give a duration of more than zero, for example 1s. To leave the use of caches unobserved, set "
					+ "'adaptive' to off.");
	}

	@Test
	void aReviewIntervalThatLeavesMostOfTheUseUnseenIsRefused() {
		assertThat(StartAttempt.withYaml("review-interval: 11s"))
			.failedBecause("Property 'bespoke.cache.review-interval' with the value '11s' "
					+ "(in application.yml - 3:22) is so long that hardly any of the use would be seen.")
			.withRemedy("Give a duration of at most 10s, for example 1s. To leave the use of caches unobserved, set "
					+ "'adaptive' to off.");
	}

	@Test
	void anUnknownSettingOfTheHealthContributionIsRefused() {
		assertThat(StartAttempt.withYaml("health: { status: DOWN }"))
			.failedBecause("Property 'bespoke.cache.health.status' with the value 'DOWN' "
					+ "(in application.yml - 3:23) does not exist.")
			.withRemedy("Remove 'status', or write one of: advice-status, incoherent-status.");
	}

}
