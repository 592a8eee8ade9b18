package io.bespokecache.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.bespokecache.map.CacheMap;
import io.bespokecache.workload.HitProbe;
import io.bespokecache.workload.Workload;
import io.bespokecache.workload.WorkloadObserver;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in one cache, as sums that many threads add to without meeting. A
 * caller counts as one hit or one miss, however often it looks again, and a load as one
 * success or one failure, with its time. Whoever observes the cache is told of the keys.
 * Thread-safe.
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

	final LongAdder negativeLoads = new LongAdder();

	private final LongAdder loadSuccesses = new LongAdder();

	private final LongAdder loadFailures = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private final LongAdder failureNanos = new LongAdder();

	/** Entries that were removed together with all others, but for one each time. */
	private final LongAdder removedAtOnce = new LongAdder();

	private final LongSupplier nanoClock;

	private final Predicate<Object> negative;

	/** {@code null} if the cache is not observed. */
	private final @Nullable WorkloadObserver observer;

	/**
	 * {@code null} for most of the time where hits are many: they pay for no more than to
	 * find that out. Where they are few it sees them all.
	 */
	private volatile @Nullable HitProbe probe;

	/**
	 * Creates counts.
	 * @param workload how the cache expires; {@code null} if its use is not observed
	 * @param jitter greatest part that the life of an entry loses by chance
	 * @param negative whether a value stands for none
	 */
	Counts(LongSupplier nanoClock, @Nullable Workload workload, double jitter, Predicate<Object> negative) {
		this.nanoClock = nanoClock;
		this.negative = negative;
		this.observer = (workload != null)
				? new WorkloadObserver(nanoClock, workload, jitter, this.hits::sum, (probe) -> this.probe = probe)
				: null;
	}

	@Nullable WorkloadObserver observer() {
		return this.observer;
	}

	void hit(Object key) {
		this.hits.increment();
		HitProbe probe = this.probe;
		if (probe != null) {
			probe.hit(key);
		}
	}

	/**
	 * Counts a hit, unless the lookup was counted before it looked again.
	 */
	void hit(Object key, boolean again) {
		if (!again) {
			hit(key);
		}
	}

	void miss(Object key) {
		this.misses.increment();
		if (this.observer != null) {
			this.observer.missed(key);
		}
	}

	/**
	 * Counts a miss, unless the lookup was counted before it looked again.
	 */
	void miss(Object key, boolean again) {
		if (!again) {
			miss(key);
		}
	}

	/**
	 * Counts a put.
	 * @param loaded whether the value was loaded because of a miss
	 */
	void put(Object key, Object value, boolean loaded) {
		this.puts.increment();
		if (this.observer != null) {
			this.observer.stored(key, value, loaded);
		}
	}

	void removal(Object key) {
		this.removals.increment();
		if (this.observer != null) {
			this.observer.removed(key);
		}
	}

	void removals(long removed) {
		this.removals.add(removed);
		this.removedAtOnce.add(Math.max(0, removed - 1));
		if (this.observer != null) {
			this.observer.cleared();
		}
	}

	/**
	 * An entry is gone because of what another process did: no removal of this one.
	 */
	void dropped(Object key) {
		if (this.observer != null) {
			this.observer.removed(key);
		}
	}

	/**
	 * All entries are gone because of what another process did.
	 */
	void allDropped() {
		if (this.observer != null) {
			this.observer.cleared();
		}
	}

	/**
	 * Takes the time at which a load starts, for the count of its end.
	 */
	long startLoad() {
		return this.nanoClock.getAsLong();
	}

	void loadSucceeded(long start, Object value) {
		if (this.negative.test(value)) {
			this.negativeLoads.increment();
		}
		countLoad(start, this.loadSuccesses);
	}

	void loadFailed(long start) {
		this.failureNanos.add(countLoad(start, this.loadFailures));
	}

	private long countLoad(long start, LongAdder outcome) {
		long nanos = this.nanoClock.getAsLong() - start;
		this.loadNanos.add(nanos);
		outcome.increment();
		return nanos;
	}

	/** Time of the loads that did not fail. */
	long successNanos() {
		return this.loadNanos.sum() - this.failureNanos.sum();
	}

	/** Removals that are no writes of their own: that of all entries is one. */
	long removedAtOnce() {
		return this.removedAtOnce.sum();
	}

	CacheStatistics statistics(CacheMap<?, ?> map) {
		long failures = this.loadFailures.sum();
		return new CacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.removals.sum(),
				this.loadSuccesses.sum() + failures, failures, this.nestedLoads.sum(), this.loadTimeouts.sum(),
				this.refreshes.sum(), this.refreshFailures.sum(), this.staleServed.sum(),
				Duration.ofNanos(this.loadNanos.sum()), map.statistics());
	}

}
