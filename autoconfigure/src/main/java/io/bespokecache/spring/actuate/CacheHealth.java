package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.workload.Advice;

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
	 * @param caches the caches by name
	 * @param advice what there is to be changed about a cache
	 * @param adviceStatus the status while there is advice
	 */
	static Health of(Map<String, BespokeCache> caches, Function<BespokeCache, List<Advice>> advice,
			Status adviceStatus) {
		Map<String, List<String>> advised = new TreeMap<>();
		Map<String, Long> errors = new TreeMap<>();
		caches.forEach((name, cache) -> {
			List<String> kinds = advice.apply(cache).stream().map((given) -> given.kind().id()).toList();
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
			.build();
	}

}
