package io.bespokecache.spring.actuate;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.WarmUpReport;
import org.jspecify.annotations.Nullable;

/**
 * Signs of something wrong around a cache that no setting of it would mend, each a
 * sentence with what to do.
 */
final class Signs {

	/** Below a share of one percent, failures are everyday life. */
	private static final double NOTABLE = 0.01;

	private Signs() {
	}

	static List<String> of(CacheDescriptor cache) {
		List<String> signs = new ArrayList<>();
		StatisticsDescriptor statistics = cache.statistics();
		add(signs, statistics.errors(), "failure of the cache itself", "failures of the cache itself",
				"A weigher, an expiry, or the keys' equals or hashCode throws: look into the log.");
		add(signs, notable(statistics.loadFailures(), statistics.loads()), "load failed", "loads failed",
				"Look at the source behind the cache.");
		add(signs, notable(statistics.staleServed(), statistics.misses()), "look-up was answered with an expired value",
				"look-ups were answered with an expired value",
				"The source behind the cache failed: look there before stale-on-error is over.");
		add(signs, notable(statistics.refreshFailures(), statistics.refreshes() + statistics.refreshFailures()),
				"refresh failed", "refreshes failed",
				"The old values stay until they expire: look at the source behind the cache.");
		add(signs, statistics.loadTimeouts(), "wait for a load was given up", "waits for a load were given up",
				"Bound the calls of the source in its client.");
		add(signs, statistics.nestedLoads(), "load asked for the value that it was loading",
				"loads asked for the value that they were loading", "Break the ring: each such call loads once more.");
		addProblems(signs, cache.warmUp());
		return signs;
	}

	private static long notable(long count, long of) {
		return (count > of * NOTABLE) ? count : 0;
	}

	private static void add(List<String> signs, long count, String one, String many, String action) {
		if (count > 0) {
			signs.add(Figures.number(count, one, many) + ". " + action);
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

}
