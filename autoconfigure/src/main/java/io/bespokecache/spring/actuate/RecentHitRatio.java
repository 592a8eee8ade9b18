package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.StrategyChange;
import org.jspecify.annotations.Nullable;

/**
 * The share of look-ups that a cache, as it is now, answered lately.
 */
final class RecentHitRatio {

	private RecentHitRatio() {
	}

	/**
	 * The hit ratio since the latest change, or during the last hour if that is shorter.
	 * Before anything was noted, it is that since the cache was created.
	 * @return from 0 to 1; {@code null} if nothing has been noted since the latest change
	 */
	static @Nullable Double of(LocalCache<?, ?> cache, Instant now) {
		List<StrategyChange> changes = cache.recentChanges();
		if (!changes.isEmpty()) {
			return since(Duration.between(changes.get(0).time(), now), cache.history());
		}
		Double hitRatio = since(null, cache.history());
		return (hitRatio != null) ? hitRatio : Double.valueOf(cache.statistics().hitRatio());
	}

	/**
	 * The hit ratio of the periods that did not begin earlier.
	 * @param time how long ago; {@code null} for all periods
	 */
	static @Nullable Double since(@Nullable Duration time, List<CountsInPeriod> history) {
		long hits = 0;
		long lookups = 0;
		for (CountsInPeriod period : history) {
			if (time == null || period.ago().plus(period.length()).compareTo(time) <= 0) {
				hits += period.hits();
				lookups += period.lookups();
			}
		}
		return (lookups > 0) ? (double) hits / lookups : null;
	}

}
