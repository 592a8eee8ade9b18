package io.bespokecache.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.bespokecache.map.CacheMap;

/**
 * What has happened in one cache, as sums that many threads add to without meeting. A
 * caller counts as one hit or one miss, however often it looks again, and a load as one
 * success or one failure, with its time. Thread-safe.
 */
final class Counts {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder puts = new LongAdder();

	final LongAdder removals = new LongAdder();

	final LongAdder nestedLoads = new LongAdder();

	final LongAdder loadTimeouts = new LongAdder();

	final LongAdder refreshes = new LongAdder();

	final LongAdder refreshFailures = new LongAdder();

	final LongAdder staleServed = new LongAdder();

	private final LongAdder loadSuccesses = new LongAdder();

	private final LongAdder loadFailures = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private final LongSupplier nanoClock;

	Counts(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	/**
	 * Counts a hit, unless the lookup was counted before it looked again.
	 */
	void hit(boolean again) {
		if (!again) {
			this.hits.increment();
		}
	}

	/**
	 * Counts a miss, unless the lookup was counted before it looked again.
	 */
	void miss(boolean again) {
		if (!again) {
			this.misses.increment();
		}
	}

	/**
	 * Takes the time at which a load starts, for the count of its end.
	 */
	long startLoad() {
		return this.nanoClock.getAsLong();
	}

	void loadSucceeded(long start) {
		countLoad(start, this.loadSuccesses);
	}

	void loadFailed(long start) {
		countLoad(start, this.loadFailures);
	}

	private void countLoad(long start, LongAdder outcome) {
		this.loadNanos.add(this.nanoClock.getAsLong() - start);
		outcome.increment();
	}

	CacheStatistics statistics(CacheMap<?, ?> map) {
		long failures = this.loadFailures.sum();
		return new CacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.removals.sum(),
				this.loadSuccesses.sum() + failures, failures, this.nestedLoads.sum(), this.loadTimeouts.sum(),
				this.refreshes.sum(), this.refreshFailures.sum(), this.staleServed.sum(),
				Duration.ofNanos(this.loadNanos.sum()), map.statistics());
	}

}
