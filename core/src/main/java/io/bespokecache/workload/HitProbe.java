package io.bespokecache.workload;

import java.util.concurrent.atomic.AtomicInteger;

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

	private final WorkloadObserver observer;

	private final KeySample sample;

	/** A lost count is of no harm. */
	private final int[] seen = new int[STRIPES * STRIDE];

	private final AtomicInteger left = new AtomicInteger();

	HitProbe(WorkloadObserver observer, KeySample sample) {
		this.observer = observer;
		this.sample = sample;
	}

	/**
	 * A key was found.
	 * @param key the key
	 */
	public void hit(Object key) {
		int fingerprint = KeyFingerprint.of(key);
		if (this.sample.includes(fingerprint)) {
			this.observer.sampledHit(fingerprint);
		}
		int stripe = ((int) Thread.currentThread().getId() & (STRIPES - 1)) * STRIDE;
		int seen = ++this.seen[stripe];
		if ((seen * GOLDEN_RATIO) >>> POPULARITY_SHIFT == 0) {
			this.observer.popular(fingerprint);
		}
		if ((seen & (BATCH - 1)) == 0 && this.left.addAndGet(-BATCH) <= 0) {
			this.observer.endSlice();
		}
	}

	/** Hits to see from here on. */
	void allow(int hits) {
		this.left.set(hits);
	}

}
