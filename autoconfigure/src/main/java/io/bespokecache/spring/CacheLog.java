package io.bespokecache.spring;

import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import io.bespokecache.cache.StrategyChange;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what is to be changed about caches, and what was. An advice that goes and comes
 * back is logged again, at most once an hour. Thread-safe.
 */
final class CacheLog {

	private static final Log logger = LogFactory.getLog(CacheLog.class);

	private static final long PAUSE = Duration.ofHours(1).toNanos();

	private final LongSupplier nanoClock;

	/** When each was logged last. */
	private final ConcurrentMap<Topic, Long> logged = new ConcurrentHashMap<>();

	CacheLog(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	void adviceGiven(BespokeCache cache, Advice advice) {
		if (isDue(new Topic(cache.getName(), advice.kind()))) {
			logger.info("Cache '" + cache.getName() + "' (" + advice.kind().id() + "): " + advice.seen() + " "
					+ advice.cost() + " " + advice.action() + settings(cache, advice));
		}
	}

	private boolean isDue(Topic topic) {
		long now = this.nanoClock.getAsLong();
		Long last = this.logged.putIfAbsent(topic, now);
		return last == null || (now - last >= PAUSE && this.logged.replace(topic, last, now));
	}

	private static String settings(BespokeCache cache, Advice advice) {
		StringJoiner settings = new StringJoiner(", ", " Set ", "").setEmptyValue("");
		for (Advice.Setting setting : cache.settingsOf(advice)) {
			settings.add(setting.property() + ": " + setting.value());
		}
		return settings.toString();
	}

	void strategyChanged(BespokeCache cache, StrategyChange change) {
		String what = (change.from() != change.to()) ? change.from().id() + " gave way to " + change.to().id()
				: change.to().id() + " took other limits";
		logger.info("Cache '" + cache.getName() + "': " + what + ", " + change.entriesMoved()
				+ " entries were moved in " + change.duration().toMillis() + " ms. " + change.reason());
	}

	/**
	 * What is logged once a while.
	 *
	 * @param cache name of the cache
	 * @param kind what the advice is about
	 */
	private record Topic(String cache, AdviceKind kind) {

	}

}
