package io.bespokecache.autoconfigure;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.SameDefinition;
import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import io.bespokecache.spring.actuate.BespokeCachesHealthIndicator;
import io.bespokecache.spring.actuate.BespokeCachesInfoContributor;
import io.bespokecache.spring.event.CacheEventPublisher;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that makes its {@link BespokeCacheManager} itself: what we have
 * to say about caches is said about its caches, and needs nothing of the properties that
 * describe ours.
 */
class OwnCacheManagerTests {

	private final WebApplicationContextRunner application = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("management.endpoints.web.exposure.include=bespokecaches");

	@Test
	void everythingThatTellsOfCachesTellsOfThose() {
		this.application.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(BespokeCacheManager.class)
				.hasSingleBean(BespokeCachesEndpoint.class)
				.hasSingleBean(BespokeCachesInfoContributor.class)
				.hasSingleBean(CacheEventPublisher.class)
				.doesNotHaveBean(BespokeCacheProperties.class);
			context.getBean(BespokeCacheManager.class).getCache("own");
			assertThat(context.getBean(BespokeCachesHealthIndicator.class).health())
				.satisfies((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
				.satisfies((health) -> assertThat(health.getDetails()).containsEntry("caches", 1));
		});
	}

	@Test
	void aStatusThatIsSetHolds() {
		this.application.withPropertyValues("bespoke.cache.health.adviceStatus=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("bespoke.cache.health.advice-status"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
			BespokeCacheEventsAutoConfiguration.class, BespokeCacheFlightRecorderAutoConfiguration.class,
			BespokeCacheHealthAutoConfiguration.class, BespokeCacheInfoAutoConfiguration.class,
			BespokeCacheMetricsAutoConfiguration.class, BespokeCacheObservationAutoConfiguration.class,
			BespokeCacheWarmUpAutoConfiguration.class, BespokeCachesEndpointAutoConfiguration.class,
			CreatedCacheMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		BespokeCacheManager ownManager() {
			return new BespokeCacheManager(SameDefinition.of(Strategy.CONCURRENT));
		}

	}

}
