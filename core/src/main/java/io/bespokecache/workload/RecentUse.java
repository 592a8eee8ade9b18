package io.bespokecache.workload;

import java.time.Duration;

/**
 * What happened in a cache in the last minutes, in exact counts.
 *
 * @param all in the last 10 minutes, or since the cache was first used with its present
 * limits
 * @param time how long that is
 * @param later in the later half of it
 * @param window since the review before
 * @param watched time since the cache was first used with its present limits
 * @param sizeBefore entries when that time began
 * @param settledReads look-ups while the cache did not grow much, later ones counting for
 * more
 * @param settledWrites values stored or removed meanwhile
 * @param settledReviews reviews between which the cache did not grow much
 */
public record RecentUse(UseCounts all, Duration time, UseCounts later, UseCounts window, Duration watched,
		long sizeBefore, double settledReads, double settledWrites, long settledReviews) {

	/** Growth of a cache that fills. */
	private static final double GROWTH = 1.05;

	/**
	 * Whether a cache has grown so much that it is still filling.
	 * @param before entries before
	 * @param size entries now
	 * @return {@code true} if there are more than 5 % more
	 */
	public static boolean isGrowth(long before, long size) {
		return size > before * GROWTH;
	}

	double settledCalls() {
		return this.settledReads + this.settledWrites;
	}

}
