package io.bespokecache.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.spring.BackgroundFailures;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * What advice, failures and second levels say about the health of an application.
 */
final class CacheHealth {

	private CacheHealth() {
	}

	/**
	 * The health of caches.
	 * @param managed the caches
	 * @param adviceStatus the status while there is advice
	 * @param incoherentStatus the status while a shared cache is not coherent
	 */
	static Health of(ManagedCaches managed, Status adviceStatus, Status incoherentStatus) {
		Map<String, BespokeCache> caches = managed.byName();
		Map<String, List<String>> advised = new TreeMap<>();
		Map<String, Long> errors = new TreeMap<>();
		Map<String, Map<String, Object>> shared = new TreeMap<>();
		boolean coherent = true;
		for (Map.Entry<String, BespokeCache> entry : caches.entrySet()) {
			String name = entry.getKey();
			BespokeCache cache = entry.getValue();
			List<String> kinds = cache.getStore().advice().stream().map((given) -> given.kind().id()).toList();
			if (!kinds.isEmpty()) {
				advised.put(name, kinds);
			}
			if (cache.getErrors() > 0) {
				errors.put(name, cache.getErrors());
			}
			SecondLevel<?, ?> level = cache.getStore().secondLevel();
			if (level != null) {
				SecondLevelStatistics statistics = level.statistics();
				shared.put(name, state(statistics));
				coherent &= statistics.coherent();
			}
		}
		Health.Builder health = Health
			.status(status(advised.isEmpty() ? Status.UP : adviceStatus, coherent ? Status.UP : incoherentStatus));
		health.withDetail("caches", caches.size())
			.withDetail("advice", advised)
			.withDetail("errors", errors)
			.withDetail("background", failures(managed));
		if (!shared.isEmpty()) {
			health.withDetail("shared", shared);
		}
		return health.build();
	}

	private static Status status(Status advice, Status coherence) {
		return coherence.equals(Status.UP) ? advice : coherence;
	}

	private static Map<String, Object> state(SecondLevelStatistics statistics) {
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("engine", statistics.engine());
		state.put("connected", statistics.connected());
		state.put("coherent", statistics.coherent());
		state.put("breaker", statistics.breaker().id());
		state.put("pending", statistics.pending());
		return state;
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
