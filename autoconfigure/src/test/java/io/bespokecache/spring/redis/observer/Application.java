package io.bespokecache.spring.redis.observer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheRedisAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * An application that shares the cache of the registers.
 */
final class Application implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final RegisterService service;

	private final BespokeCache cache;

	/**
	 * Starts it.
	 * @param node its number
	 * @param file the registers
	 * @param count how many there are
	 * @param properties more of them, such as where Redis is
	 */
	Application(int node, Path file, int count, List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("spring.main.banner-mode=off", "spring.application.name=observed", "observed.node=" + node,
				"observed.file=" + file, "observed.count=" + count, "spring.main.register-shutdown-hook=false",
				"bespoke.cache.caches.registers.second-level=redis",
				"bespoke.cache.caches.registers.expire-after-write=10m"));
		this.context = new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
		this.service = this.context.getBean(RegisterService.class);
		BespokeCache cache = this.context.getBean(BespokeCacheManager.class).getCache(RegisterService.CACHE);
		if (cache == null) {
			throw new IllegalStateException("No cache");
		}
		this.cache = cache;
	}

	RegisterService service() {
		return this.service;
	}

	SecondLevelStatistics statistics() {
		SecondLevel<Object, Object> level = this.cache.getStore().secondLevel();
		if (level == null) {
			throw new IllegalStateException("The cache is not shared");
		}
		return level.statistics();
	}

	/** Whether it is connected and coherent, and no eviction is pending. */
	boolean isSettled() {
		SecondLevelStatistics statistics = statistics();
		return statistics.coherent() && statistics.connected() && statistics.pending() == 0
				&& statistics.breaker() == BreakerState.CLOSED;
	}

	/** Whether nothing is asked of Redis, because that has no prospect. */
	boolean isCutOff() {
		SecondLevelStatistics statistics = statistics();
		return !statistics.connected() || statistics.breaker() == BreakerState.OPEN;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, BespokeCacheRedisAutoConfiguration.class,
			BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class })
	static class Configuration {

		@Bean
		RegisterService registerService(Environment environment) {
			return new RegisterService(
					Registers.open(Path.of(environment.getRequiredProperty("observed.file")),
							environment.getRequiredProperty("observed.count", Integer.class)),
					environment.getRequiredProperty("observed.node", Integer.class));
		}

	}

}
