package io.bespokecache.map;

/**
 * Counts of the rare events in a map since it was made.
 *
 * @param evictedBySize entries evicted to keep the bound on entries or weight
 * @param evictedByExpiry entries evicted because their time had passed
 * @param evictedByCollection entries evicted because the garbage collector took their
 * value or key
 * @param deltaHits reads that found their key in the delta of a promoting map rather than
 * in its read table; {@code 0} for every other strategy
 * @param promotions how often a promoting map has laid out a new read table; {@code 0}
 * for every other strategy
 * @param largeValues values that were written and take half of a G1 region or more, as
 * far as an {@code lru-reference} map can see; {@code 0} for every other strategy
 */
public record MapStatistics(long evictedBySize, long evictedByExpiry, long evictedByCollection, long deltaHits,
		long promotions, long largeValues) {

	/** All counts zero. */
	public static final MapStatistics NONE = new MapStatistics(0, 0, 0, 0, 0, 0);

	/** The same counts, with another one of large values. */
	MapStatistics withLargeValues(long largeValues) {
		return new MapStatistics(this.evictedBySize, this.evictedByExpiry, this.evictedByCollection, this.deltaHits,
				this.promotions, largeValues);
	}

	/** The counts of two maps that hold the entries of one cache. */
	MapStatistics plus(MapStatistics other) {
		return new MapStatistics(this.evictedBySize + other.evictedBySize, this.evictedByExpiry + other.evictedByExpiry,
				this.evictedByCollection + other.evictedByCollection, this.deltaHits + other.deltaHits,
				this.promotions + other.promotions, this.largeValues + other.largeValues);
	}

	/** The greater one of each count and what was told of it before. */
	MapStatistics atLeast(MapStatistics before) {
		return new MapStatistics(Math.max(this.evictedBySize, before.evictedBySize),
				Math.max(this.evictedByExpiry, before.evictedByExpiry),
				Math.max(this.evictedByCollection, before.evictedByCollection),
				Math.max(this.deltaHits, before.deltaHits), Math.max(this.promotions, before.promotions),
				Math.max(this.largeValues, before.largeValues));
	}

	/**
	 * Evictions of one cause.
	 * @param cause the cause
	 * @return how many entries were evicted for it
	 */
	public long evictions(EvictionCause cause) {
		return switch (cause) {
			case SIZE -> this.evictedBySize;
			case EXPIRED -> this.evictedByExpiry;
			case COLLECTED -> this.evictedByCollection;
		};
	}

	/**
	 * Evictions of every cause.
	 * @return the sum over all causes
	 */
	public long evictions() {
		return this.evictedBySize + this.evictedByExpiry + this.evictedByCollection;
	}

}
