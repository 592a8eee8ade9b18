package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.spring.BackgroundFailures;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * What advice and failures say about the health of an application.
 */
final class CacheHealth {

	private CacheHealth() {
	}

	/**
	 * The health of caches.
	 * @param managed the caches
	 * @param adviceStatus the status while there is advice
	 */
	static Health of(ManagedCaches managed, Status adviceStatus) {
		Map<String, BespokeCache> caches = managed.byName();
		Map<String, List<String>> advised = new TreeMap<>();
		Map<String, Long> errors = new TreeMap<>();
		caches.forEach((name, cache) -> {
			List<String> kinds = cache.getStore().advice().stream().map((given) -> given.kind().id()).toList();
			if (!kinds.isEmpty()) {
				advised.put(name, kinds);
			}
			if (cache.getErrors() > 0) {
				errors.put(name, cache.getErrors());
			}
		});
		return Health.status(advised.isEmpty() ? Status.UP : adviceStatus)
			.withDetail("caches", caches.size())
			.withDetail("advice", advised)
			.withDetail("errors", errors)
			.withDetail("background", failures(managed))
			.build();
	}

	/**
	 * What has failed beside the caches, without what has not.
	 */
	private static Map<String, Long> failures(ManagedCaches managed) {
		Map<String, Long> counts = new TreeMap<>();
		for (BespokeCacheManager manager : managed.managers()) {
			BackgroundFailures failures = manager.getBackgroundFailures();
			counts.merge("reviews", failures.reviews(), Long::sum);
			counts.merge("listeners", failures.listeners(), Long::sum);
			counts.merge("droppedEvents", failures.droppedEvents(), Long::sum);
			counts.merge("loadObservers", failures.loadObservers(), Long::sum);
		}
		counts.values().removeIf((count) -> count == 0);
		return counts;
	}

}
