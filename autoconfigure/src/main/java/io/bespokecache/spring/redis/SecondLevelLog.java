package io.bespokecache.spring.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.bespokecache.shared.SharedListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what is rare between this process and Redis; what may be frequent, at most once a
 * minute for each cache. Thread-safe.
 */
final class SecondLevelLog implements SharedListener {

	private static final Log logger = LogFactory.getLog(RedisSecondLevels.class);

	private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

	private final Map<String, Long> latest = new ConcurrentHashMap<>();

	@Override
	public void connected() {
		logger.info("Connected to Redis: caches are shared");
	}

	@Override
	public void disconnected(Throwable reason) {
		logger.warn("Connection to Redis lost: caches are not shared until it is back, and evictions wait for that ("
				+ reason + ")");
	}

	@Override
	public void breakerOpened(Throwable failure) {
		logger.warn("Redis does not answer: calls go on without it until it does (" + failure + ")");
	}

	@Override
	public void breakerClosed() {
		logger.info("Redis answers again");
	}

	@Override
	public void messagesLost(String cache, long lost) {
		if (isDue("lost " + cache)) {
			logger.warn("Cache '" + cache + "' has missed " + lost
					+ " evictions of other processes, and has dropped what they may have been about");
		}
	}

	@Override
	public void unshareable(String cache, RuntimeException problem) {
		if (isDue("unshareable " + cache)) {
			logger.warn("Cache '" + cache + "' could not share an entry. " + problem.getMessage(), problem);
		}
	}

	@Override
	public void evictionsAbandoned(String cache, long pending) {
		logger.warn("Cache '" + cache + "' ends while " + pending
				+ " evictions could not be made on Redis: other processes keep what they were about until it expires");
	}

	private boolean isDue(String subject) {
		long now = System.nanoTime();
		Long due = this.latest.merge(subject, now, (before, after) -> (after - before >= PAUSE) ? after : before);
		return due == now;
	}

}
