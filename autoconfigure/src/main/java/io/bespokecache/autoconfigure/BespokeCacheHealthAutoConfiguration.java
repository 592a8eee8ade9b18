package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.actuate.BespokeCachesHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what caches have to say about
 * the health of the application.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(BespokeCacheManager.class)
@ConditionalOnEnabledHealthIndicator("bespokecaches")
public final class BespokeCacheHealthAutoConfiguration {

	private static final String PREFIX = BespokeCacheProperties.PREFIX + ".health.";

	@Bean
	@ConditionalOnMissingBean(name = "bespokecachesHealthContributor")
	BespokeCachesHealthIndicator bespokecachesHealthContributor(ObjectProvider<BespokeCacheManager> cacheManagers,
			Environment environment) {
		return new BespokeCachesHealthIndicator(cacheManagers.orderedStream().toList(),
				status(environment, "advice-status"), status(environment, "incoherent-status"));
	}

	/**
	 * An application with a cache manager of its own has no
	 * {@link BespokeCacheProperties}.
	 */
	private static Status status(Environment environment, String name) {
		String property = PREFIX + name;
		String status = Binder.get(environment).bind(property, String.class).orElse(Status.UP.getCode());
		if (status.isBlank()) {
			throw new InvalidCachePropertyException(property, status, "is not a status",
					"Give a status such as UP, WARNING or DOWN.");
		}
		return new Status(status);
	}

}
