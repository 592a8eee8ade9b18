package io.bespokecache.workload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Sees hits while it is switched on, which it is for a number of hits only; then it is
 * switched off by the thread that saw the last of them. Makes nobody wait. Thread-safe.
 */
public final class HitProbe {

	/** Hits that a thread sees before it tells the others. */
	private static final int BATCH = 64;

	private static final int STRIPES = 8;

	/** Integers of a cache line. */
	private static final int STRIDE = 16;

	private static final int GOLDEN_RATIO = 0x9E37_79B9;

	/** Of as many hits one is looked at for the most popular key, by chance. */
	private static final int POPULARITY_SHIFT = Integer.SIZE - 4;

	/** Of as many hits one is timed. A power of two. */
	private static final int TIMED = 1 << 9;

	/** What it takes to read the clock. */
	private static final long CLOCK_NANOS = 25;

	private final WorkloadObserver observer;

	private final KeySample sample;

	/** A lost count is of no harm. */
	private final int[] seen = new int[STRIPES * STRIDE];

	private final AtomicInteger left = new AtomicInteger();

	private final LongSupplier nanoClock;

	/** Of the looks that were timed. A lost one is of no harm. */
	private volatile double meanNanos;

	HitProbe(WorkloadObserver observer, KeySample sample) {
		this.observer = observer;
		this.nanoClock = observer.nanoClock();
		this.sample = sample;
	}

	/**
	 * A key was found.
	 * @param key the key
	 */
	public void hit(Object key) {
		int stripe = ((int) Thread.currentThread().getId() & (STRIPES - 1)) * STRIDE;
		int seen = ++this.seen[stripe];
		if ((seen & (TIMED - 1)) == 0) {
			long start = this.nanoClock.getAsLong();
			look(key, seen);
			time(this.nanoClock.getAsLong() - start);
		}
		else {
			look(key, seen);
		}
		if ((seen & (BATCH - 1)) == 0 && this.left.addAndGet(-BATCH) <= 0) {
			this.observer.endSlice();
		}
	}

	private void look(Object key, int seen) {
		int fingerprint = WorkloadObserver.fingerprint(key);
		if (fingerprint < 0) {
			return;
		}
		if (this.sample.includes(fingerprint)) {
			this.observer.sampledHit(fingerprint);
		}
		if ((seen * GOLDEN_RATIO) >>> POPULARITY_SHIFT == 0) {
			this.observer.popular(fingerprint);
		}
	}

	/** One that was interrupted for long makes the mean no more than a little greater. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one of two at the same time is enough
	private void time(long nanos) {
		double mean = this.meanNanos;
		this.meanNanos = mean
				+ (Math.min((double) Math.max(0, nanos - CLOCK_NANOS), 4 * mean + CLOCK_NANOS) - mean) / 4;
	}

	/** Mean time of a look, by the looks that were timed; 0 before the first. */
	double meanNanos() {
		return this.meanNanos;
	}

	/** Hits to see from here on. */
	void allow(int hits) {
		this.left.set(hits);
	}

}
