package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.actuate.BespokeCachesHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what caches have to say about
 * the health of the application.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(BespokeCacheManager.class)
@ConditionalOnEnabledHealthIndicator("bespokecaches")
public final class BespokeCacheHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "bespokecachesHealthContributor")
	BespokeCachesHealthIndicator bespokecachesHealthContributor(ObjectProvider<BespokeCacheManager> cacheManagers,
			BespokeCacheProperties properties) {
		return new BespokeCachesHealthIndicator(cacheManagers.orderedStream().toList(), adviceStatus(properties));
	}

	private static Status adviceStatus(BespokeCacheProperties properties) {
		String status = properties.health().adviceStatus();
		if (status.isBlank()) {
			throw new InvalidCachePropertyException(BespokeCacheProperties.PREFIX + ".health.advice-status", status,
					"is not a status", "Give a status such as UP, WARNING or DOWN.");
		}
		return new Status(status);
	}

}
