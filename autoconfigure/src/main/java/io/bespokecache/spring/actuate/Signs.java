package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.cache.LoadCounts;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.spring.WarmUpReport;
import org.jspecify.annotations.Nullable;

/**
 * Signs of something wrong around a cache that no setting of it would mend, each a
 * sentence with what to do. They are about the last hour: what is over is no sign any
 * more. A cache whose hour nobody notes is judged by its whole life, and its second level
 * by how it stands now.
 */
final class Signs {

	/** Below a share of one percent, failures are everyday life. */
	private static final double NOTABLE = 0.01;

	/** A history that is full covers at least this much. */
	private static final Duration NEARLY_AN_HOUR = Duration.ofMinutes(58);

	private Signs() {
	}

	static List<String> of(ReportedCache reported) {
		List<String> signs = new ArrayList<>();
		CacheDescriptor cache = reported.cache();
		boolean hour = isAnHour(reported.history());
		String when = hour ? " in the last hour. " : " since the start. ";
		LoadCounts loads = hour ? lately(reported.history()) : always(cache.statistics());
		long misses = hour ? reported.history().stream().mapToLong(CountsInPeriod::misses).sum()
				: cache.statistics().misses();
		if (reported.hasRecentErrors()) {
			add(signs, cache.statistics().errors(), "failure of the cache itself", "failures of the cache itself",
					" since the start. ",
					"A weigher, an expiry, or the keys' equals or hashCode throws: look into the log.");
		}
		add(signs, notable(loads.failures(), loads.loads()), "load failed", "loads failed", when,
				"Look at the source behind the cache.");
		add(signs, notable(loads.staleServed(), misses), "look-up was answered with an expired value",
				"look-ups were answered with an expired value", when,
				"The source behind the cache failed: look there before stale-on-error is over.");
		add(signs, notable(loads.refreshFailures(), loads.refreshes() + loads.refreshFailures()), "refresh failed",
				"refreshes failed", when,
				"The old values stay until they expire: look at the source behind the cache.");
		add(signs, loads.timeouts(), "wait for a load was given up", "waits for a load were given up", when,
				"Bound the calls of the source in its client.");
		add(signs, loads.nested(), "load asked for the value that it was loading",
				"loads asked for the value that they were loading", when,
				"Break the ring: each such call loads once more.");
		addProblems(signs, cache.warmUp());
		addState(signs, cache.secondLevel());
		return signs;
	}

	/**
	 * Whether there is more than the history tells of. Until then the counts since the
	 * cache was created are newer.
	 */
	private static boolean isAnHour(List<CountsInPeriod> history) {
		return !history.isEmpty() && history.get(0).ago().plus(history.get(0).length()).compareTo(NEARLY_AN_HOUR) >= 0;
	}

	private static LoadCounts lately(List<CountsInPeriod> history) {
		return history.stream().map(CountsInPeriod::loads).reduce(LoadCounts.NONE, LoadCounts::plus);
	}

	private static LoadCounts always(StatisticsDescriptor statistics) {
		return new LoadCounts(statistics.loads(), statistics.loadFailures(), statistics.nestedLoads(),
				statistics.loadTimeouts(), statistics.refreshes(), statistics.refreshFailures(),
				statistics.staleServed());
	}

	private static long notable(long count, long of) {
		return (count > of * NOTABLE) ? count : 0;
	}

	private static void add(List<String> signs, long count, String one, String many, String when, String action) {
		if (count > 0) {
			signs.add(Figures.number(count, one, many) + when + action);
		}
	}

	private static void addProblems(List<String> signs, @Nullable WarmUpReport warmUp) {
		if (warmUp != null && warmUp.restored() != null && warmUp.restored().problem() != null) {
			signs.add("The snapshot could not be used in full: " + warmUp.restored().problem());
		}
		if (warmUp != null && warmUp.preloaded() != null && warmUp.preloaded().problem() != null) {
			signs.add("The preload ended early: " + warmUp.preloaded().problem());
		}
	}

	/**
	 * How a second level stands is about now, not about the last hour.
	 */
	private static void addState(List<String> signs, @Nullable SecondLevelDescriptor level) {
		if (level == null) {
			return;
		}
		if (!level.connected()) {
			signs.add("The second level, " + level.engine() + ", is out of reach: nothing is shared, and evictions "
					+ "wait. Look at the server and the way to it.");
		}
		else if (level.breaker().equals(BreakerState.OPEN.id())) {
			signs.add("The second level, " + level.engine() + ", fails or is too slow, and is left alone for now. "
					+ "Look at the load of the server, and at the log.");
		}
		else if (!level.coherent()) {
			signs.add("What other processes evict is not heard now, so that entries of this process are not to be "
					+ "believed. If that lasts, look at the log.");
		}
		add(signs, level.pending(), "eviction waits", "evictions wait", " to be tried again. ",
				"Until then other processes may serve what was evicted here.");
	}

}
