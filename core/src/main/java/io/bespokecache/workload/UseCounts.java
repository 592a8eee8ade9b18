package io.bespokecache.workload;

/**
 * What has happened in a cache, as exact counts.
 *
 * @param hits look-ups that found a value
 * @param misses look-ups that found none
 * @param puts values stored, those of loads included
 * @param removals entries that the user dropped, all that are dropped at once counting as
 * one
 * @param loads loads that came with a value or with {@code null}
 * @param negativeLoads loads that came with {@code null}
 * @param loadNanos time of these
 * @param evictedBySize entries dropped to keep the bound
 * @param expired entries dropped because their time had passed
 * @param deltaHits hits that a read table had no part in
 * @param promotions read tables laid out
 * @param promotionNanos time that this took
 * @param largeValues large values stored
 */
public record UseCounts(long hits, long misses, long puts, long removals, long loads, long negativeLoads,
		long loadNanos, long evictedBySize, long expired, long deltaHits, long promotions, long promotionNanos,
		long largeValues) {

	/** All counts zero. */
	public static final UseCounts NONE = new UseCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	/**
	 * What has happened since.
	 * @param earlier the counts of an earlier time
	 * @return the differences
	 */
	public UseCounts since(UseCounts earlier) {
		return new UseCounts(this.hits - earlier.hits, this.misses - earlier.misses, this.puts - earlier.puts,
				this.removals - earlier.removals, this.loads - earlier.loads,
				this.negativeLoads - earlier.negativeLoads, this.loadNanos - earlier.loadNanos,
				this.evictedBySize - earlier.evictedBySize, this.expired - earlier.expired,
				this.deltaHits - earlier.deltaHits, this.promotions - earlier.promotions,
				this.promotionNanos - earlier.promotionNanos, this.largeValues - earlier.largeValues);
	}

	/**
	 * Look-ups.
	 * @return hits and misses
	 */
	public long reads() {
		return this.hits + this.misses;
	}

	/**
	 * Values stored or removed.
	 * @return puts and removals
	 */
	public long writes() {
		return this.puts + this.removals;
	}

	/**
	 * Share of the look-ups that found a value.
	 * @return from 0 to 1; 0 if there was no look-up
	 */
	public double hitRatio() {
		return (reads() == 0) ? 0 : (double) this.hits / reads();
	}

	/**
	 * Mean time of a load.
	 * @return nanoseconds; 0 if there was no load
	 */
	public double meanLoadNanos() {
		return (this.loads == 0) ? 0 : (double) this.loadNanos / this.loads;
	}

}
