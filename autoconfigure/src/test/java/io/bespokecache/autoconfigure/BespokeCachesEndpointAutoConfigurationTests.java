package io.bespokecache.autoconfigure;

import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class BespokeCachesEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
					BespokeCachesEndpointAutoConfiguration.class, CacheAutoConfiguration.class));

	@Test
	void theEndpointIsNotThereUnlessItIsExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(BespokeCachesEndpoint.class));
	}

	@Test
	void theEndpointIsThereWhenItIsExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=bespokecaches")
			.run((context) -> assertThat(context).hasSingleBean(BespokeCachesEndpoint.class));
	}

	@Test
	void anExposedEndpointToWhichAccessIsDeniedIsNotThere() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=bespokecaches",
					"management.endpoint.bespokecaches.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(BespokeCachesEndpoint.class));
	}

	@Test
	void withoutACacheManagerOfOursThereIsNothingToShow() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=bespokecaches", "spring.cache.type=none")
			.run((context) -> assertThat(context).doesNotHaveBean(BespokeCachesEndpoint.class));
	}

}
