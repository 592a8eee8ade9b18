package io.bespokecache.spring.redis.observer;

import java.time.Duration;

/**
 * How much is done: little in each build, more with {@code -Dbespokecache.effort=10} or
 * above.
 */
final class Effort {

	private static final int FACTOR = Math.max(1, Integer.getInteger("bespokecache.effort", 1));

	private Effort() {
	}

	static int times(int count) {
		return Math.multiplyExact(count, FACTOR);
	}

	static boolean isLong() {
		return FACTOR > 1;
	}

	/** Longer than a lease, with the settings of {@link StalenessObserverTests}. */
	static Duration slowLoad() {
		return isLong() ? Duration.ofSeconds(4) : Duration.ofMillis(800);
	}

}
