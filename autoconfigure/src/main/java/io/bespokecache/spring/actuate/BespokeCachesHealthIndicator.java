package io.bespokecache.spring.actuate;

import java.util.Collection;

import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells of caches that there is advice on, and of failures that callers were spared. A
 * cache that is used otherwise than declared is no reason to take an application out of
 * service, so the status stays as it is unless another is asked for.
 */
public final class BespokeCachesHealthIndicator implements HealthIndicator {

	private final ManagedCaches caches;

	private final Status adviceStatus;

	/**
	 * Creates the indicator.
	 * @param cacheManagers the managers whose caches are told of
	 * @param adviceStatus the status while there is advice
	 */
	public BespokeCachesHealthIndicator(Collection<BespokeCacheManager> cacheManagers, Status adviceStatus) {
		this.caches = ManagedCaches.of(cacheManagers);
		this.adviceStatus = adviceStatus;
	}

	@Override
	public Health health() {
		return CacheHealth.of(this.caches, this.adviceStatus);
	}

}
