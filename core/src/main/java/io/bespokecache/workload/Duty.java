package io.bespokecache.workload;

/**
 * How many hits are looked at: so many that the look is not noticed.
 * <p>
 * A hit may cost {@value #NANOS_A_HIT} ns more on the mean, as a hit of a
 * {@code @Cacheable} method takes {@code 35}. Where there are misses, each pays for
 * {@value #NANOS_A_MISS} ns, one percent of what the fastest load takes; so where keys
 * are used a few times only, enough of these uses are seen. And {@value #HITS_A_SECOND}
 * hits a second are looked at in any case, unless that would take more than a thousandth
 * of a processor, as it may where hash codes are dear.
 */
final class Duty {

	private static final double NANOS_A_HIT = 0.5;

	private static final double NANOS_A_MISS = 10;

	private static final double HITS_A_SECOND = 10_000;

	/** Cost of a look at a hit whose key is not in the sample. */
	private static final double OUTSIDE_NANOS = 3;

	/** Cost of a look at a hit whose key is. */
	private static final double INSIDE_NANOS = 25;

	/** What it takes, of one hit in 16, to count for the most popular key. */
	private static final double POPULAR_NANOS = 40.0 / 16;

	/** What looks may take in any case, of a nanosecond. */
	private static final double LEAST_SHARE = 1e-3;

	/** A slice that is to see everything has room for more than there was before. */
	private static final double ROOM = 1.5;

	private Duty() {
	}

	/**
	 * Hits to look at in the next while.
	 * @param counts what happened in the last one
	 * @param nanos how long that was
	 * @param inside share of the hits whose keys are in the sample, from 0 to 1
	 * @param lookNanos mean time of a look as far as that was measured, or 0
	 * @return a number of hits, 1 or more
	 */
	static int hits(UseCounts counts, long nanos, double inside, double lookNanos) {
		double cost = Math.max(OUTSIDE_NANOS + POPULAR_NANOS + (INSIDE_NANOS - OUTSIDE_NANOS) * inside, lookNanos);
		double least = Math.max(1, Math.min(HITS_A_SECOND / 1e9, LEAST_SHARE / cost) * nanos);
		double slow = counts.misses() + counts.writes();
		double share = (NANOS_A_HIT * counts.hits() + NANOS_A_MISS * slow) / cost;
		double hits = (share >= counts.hits()) ? ROOM * counts.hits() : share;
		return (int) Math.min(Integer.MAX_VALUE, Math.max(least, hits));
	}

}
