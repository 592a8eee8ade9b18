package io.bespokecache.autoconfigure;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;

import static org.assertj.core.api.Assertions.assertThat;

class BespokeCacheAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, CacheAutoConfiguration.class));

	@Test
	void theStarterAloneProvidesTheCacheManager() {
		this.contextRunner
			.withPropertyValues("bespoke.cache.caches.countries.unbounded=true",
					"bespoke.cache.caches.countries.workload.expected-entries=250",
					"bespoke.cache.caches.countries.workload.read-ratio=0.5",
					"bespoke.cache.caches.countries.workload.key-lifetime=forever")
			.run((context) -> {
				assertThat(context).hasSingleBean(CacheManager.class).hasSingleBean(BespokeCacheManager.class);
				BespokeCache cache = context.getBean(BespokeCacheManager.class).getCache("countries");
				assertThat(cache).isNotNull();
				assertThat(cache.getDefinition().selection().strategy()).isEqualTo(Strategy.CONCURRENT);
			});
	}

}
