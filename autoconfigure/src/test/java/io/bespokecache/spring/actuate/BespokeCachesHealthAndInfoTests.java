package io.bespokecache.spring.actuate;

import java.util.Map;
import java.util.function.Consumer;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheHealthAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheInfoAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.spring.AdvisedCache;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.Caches;
import io.bespokecache.spring.GivenSecondLevel;
import io.bespokecache.workload.Selection;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the caches have to say about health, and of the info about them.
 */
class BespokeCachesHealthAndInfoTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, BespokeCacheHealthAutoConfiguration.class,
				BespokeCacheInfoAutoConfiguration.class, CacheAutoConfiguration.class))
		.withPropertyValues("bespoke.cache.caches.rates.maximum-size=100");

	private static Health health(ApplicationContext context) {
		return context.getBean(BespokeCachesHealthIndicator.class).health();
	}

	@Test
	void cachesWithoutAdviceAndErrorsAreUp() {
		this.application.run((context) -> {
			assertThat(context).hasBean("bespokecachesHealthContributor");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails())
				.isEqualTo(Map.of("caches", 1, "advice", Map.of(), "errors", Map.of(), "background", Map.of()));
		});
	}

	@Test
	void failuresThatCallersWereSparedAreToldAndAreUp() {
		this.application.run((context) -> {
			BespokeCache rates = Caches.cache(context, "rates");
			rates.reportError("store a value", new IllegalStateException());
			rates.reportError("store a value", new IllegalStateException());
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("errors", Map.of("rates", 2L));
		});
	}

	@Test
	void adviceIsToldAndIsUp() {
		advised("bespoke.cache.enabled=true", (health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("advice")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsOnlyKeys(AdvisedCache.NAME)
				.extractingByKey(AdvisedCache.NAME, InstanceOfAssertFactories.LIST)
				.contains("improper-keys");
		});
	}

	@Test
	void adviceChangesTheStatusIfThatIsAskedFor() {
		advised("bespoke.cache.health.advice-status=WARNING",
				(health) -> assertThat(health.getStatus()).isEqualTo(new Status("WARNING")));
	}

	private void advised(String property, Consumer<Health> assertion) {
		AdvisedCache advised = new AdvisedCache();
		this.application.withBean(CacheDefinitions.class, () -> advised).withPropertyValues(property).run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			advised.useBadly(Caches.cache(context, AdvisedCache.NAME));
			assertion.accept(health(context));
		});
	}

	@Test
	void sharedCachesAreToldOfAndTheirOutageIsUp() {
		shared("bespoke.cache.enabled=true", (health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("shared", Map.of(GivenSecondLevel.SHARED, Map.of("engine",
					"redis", "connected", false, "coherent", false, "breaker", "open", "pending", 7L)));
		});
	}

	@Test
	void anOutageChangesTheStatusIfThatIsAskedFor() {
		shared("bespoke.cache.health.incoherent-status=WARNING",
				(health) -> assertThat(health.getStatus()).isEqualTo(new Status("WARNING")));
	}

	@Test
	void theStatusOfAdviceSaysNothingOfAnOutage() {
		shared("bespoke.cache.health.advice-status=WARNING",
				(health) -> assertThat(health.getStatus()).isEqualTo(Status.UP));
	}

	private void shared(String property, Consumer<Health> assertion) {
		GivenSecondLevel level = new GivenSecondLevel();
		this.application.withBean(CacheDefinitions.class, level::definitions)
			.withPropertyValues(property)
			.run((context) -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(health(context).getDetails()).extractingByKey("shared", InstanceOfAssertFactories.MAP)
					.containsOnlyKeys(GivenSecondLevel.SHARED);
				level.show(GivenSecondLevel.OUT_OF_REACH);
				assertion.accept(health(context));
			});
	}

	@Test
	void whatFailsBesideTheCachesIsTold() {
		this.application.run((context) -> {
			context.getBean(BespokeCacheManager.class).addLoadObserver((cache, kind) -> {
				throw new IllegalStateException("blind");
			});
			Caches.cache(context, "rates").get("CHF", () -> "1.1");
			assertThat(health(context).getDetails()).containsEntry("background", Map.of("loadObservers", 1L));
		});
	}

	@Test
	void aHealthContributionCanBeSwitchedOff() {
		this.application.withPropertyValues("management.health.bespokecaches.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BespokeCachesHealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bespoke.cache.health.advice-status", "bespoke.cache.health.incoherent-status" })
	void aStatusWithoutANameIsRefused(String property) {
		this.application.withPropertyValues(property + "=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(property, "is not a status", "Give a status such as UP, WARNING or DOWN."));
	}

	@Test
	void theInfoTellsStrategyReasonAndNumberOfAdvices() {
		this.application.run((context) -> {
			Info.Builder builder = new Info.Builder();
			context.getBean(BespokeCachesInfoContributor.class).contribute(builder);
			assertThat(builder.build().getDetails()).containsOnlyKeys("bespokecaches");
			Selection selection = Caches.cache(context, "rates").getStore().selection();
			assertThat(builder.build().getDetails()).containsEntry("bespokecaches", Map.of("rates",
					new BespokeCachesInfoContributor.CacheInfo(selection.strategy().id(), selection.reason(), 0)));
		});
	}

	@Test
	void theInfoCanBeSwitchedOff() {
		this.application.withPropertyValues("management.info.bespokecaches.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BespokeCachesInfoContributor.class));
	}

	@Test
	void withoutACacheManagerOfOursThereIsNothingToTell() {
		this.application.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BespokeCachesInfoContributor.class)
				.doesNotHaveBean(BespokeCachesHealthIndicator.class));
	}

	@Test
	void applicationsWithoutActuatorHaveCachesAllTheSame() {
		this.application
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health.contributor",
					"org.springframework.boot.actuate.info"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("cacheManager")
				.doesNotHaveBean("bespokecachesHealthContributor")
				.doesNotHaveBean("bespokeCachesInfoContributor"));
	}

}
