package io.bespokecache.spring.actuate;

import java.util.Collection;

import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells of caches that there is advice on, of failures that callers were spared, and of
 * how shared caches stand. Neither a cache that is used otherwise than declared nor one
 * whose second level is out of reach is a reason to take an application out of service:
 * it is slower then, and answers all the same. So the status stays as it is unless
 * another is asked for.
 */
public final class BespokeCachesHealthIndicator implements HealthIndicator {

	private final ManagedCaches caches;

	private final Status adviceStatus;

	private final Status incoherentStatus;

	/**
	 * Creates the indicator.
	 * @param cacheManagers the managers whose caches are told of
	 * @param adviceStatus the status while there is advice
	 * @param incoherentStatus the status while a shared cache is not coherent; unless it
	 * is {@code UP}, it goes before that of advice
	 */
	public BespokeCachesHealthIndicator(Collection<BespokeCacheManager> cacheManagers, Status adviceStatus,
			Status incoherentStatus) {
		this.caches = ManagedCaches.of(cacheManagers);
		this.adviceStatus = adviceStatus;
		this.incoherentStatus = incoherentStatus;
	}

	@Override
	public Health health() {
		return CacheHealth.of(this.caches, this.adviceStatus, this.incoherentStatus);
	}

}
