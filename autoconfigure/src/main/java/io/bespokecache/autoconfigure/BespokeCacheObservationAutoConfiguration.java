package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.observation.LoadObservations;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that observes loads, if the
 * application has a registry of observations.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ BespokeCacheManager.class, ObservationRegistry.class })
public final class BespokeCacheObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LoadObservations bespokeCacheLoadObservations(ObservationRegistry registry,
			ObjectProvider<BespokeCacheManager> cacheManagers) {
		return new LoadObservations(registry, cacheManagers);
	}

}
