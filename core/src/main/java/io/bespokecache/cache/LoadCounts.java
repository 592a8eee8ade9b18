package io.bespokecache.cache;

/**
 * Loads of a cache between two moments, and what became of them.
 *
 * @param loads loads that the cache ran itself, failed ones included
 * @param failures loads that failed
 * @param nested loads that ran beside another of the same key
 * @param timeouts waits for another caller's load that were given up
 * @param refreshes loads, begun while the old value was served, that replaced it
 * @param refreshFailures loads, begun while the old value was served, that did not
 * @param staleServed look-ups that were answered with an expired value
 */
public record LoadCounts(long loads, long failures, long nested, long timeouts, long refreshes, long refreshFailures,
		long staleServed) {

	/** None. */
	public static final LoadCounts NONE = new LoadCounts(0, 0, 0, 0, 0, 0, 0);

	static LoadCounts of(CacheStatistics statistics) {
		return new LoadCounts(statistics.loads(), statistics.loadFailures(), statistics.nestedLoads(),
				statistics.loadTimeouts(), statistics.refreshes(), statistics.refreshFailures(),
				statistics.staleServed());
	}

	/**
	 * Adds the counts of another time.
	 * @param other the other counts
	 * @return the sum
	 */
	public LoadCounts plus(LoadCounts other) {
		return new LoadCounts(this.loads + other.loads, this.failures + other.failures, this.nested + other.nested,
				this.timeouts + other.timeouts, this.refreshes + other.refreshes,
				this.refreshFailures + other.refreshFailures, this.staleServed + other.staleServed);
	}

	LoadCounts minus(LoadCounts other) {
		return new LoadCounts(this.loads - other.loads, this.failures - other.failures, this.nested - other.nested,
				this.timeouts - other.timeouts, this.refreshes - other.refreshes,
				this.refreshFailures - other.refreshFailures, this.staleServed - other.staleServed);
	}

}
