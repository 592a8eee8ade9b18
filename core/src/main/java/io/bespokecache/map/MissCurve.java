package io.bespokecache.map;

import java.util.ArrayList;
import java.util.List;

/**
 * Miniatures of caches of other sizes, and how their misses compare to those of the size
 * that there is: a miss-ratio curve [1]. Each sees as small a part of the keys as lets it
 * be small. It is compared over the keys that it sees, so keys that are asked for all the
 * time distort no prediction, whether they are among those or not. Not thread-safe.
 * <p>
 * [1] Waldspurger, Saemundsson, Ahmad, Park, <i>Cache Modeling and Optimization using
 * Miniature Simulations</i>, USENIX ATC 2017.
 */
final class MissCurve {

	private static final double[] FACTORS = { 0.25, 0.5, 2, 4 };

	/** Misses after which former ones count half. */
	private static final long MANY_MISSES = 1 << 15;

	private final List<Size> sizes = new ArrayList<>(FACTORS.length);

	/**
	 * Makes a curve.
	 * @param maximum entries of the cache
	 * @param rate part of the keys that {@link #access} is told of
	 * @param share share of the small queues at first
	 */
	MissCurve(long maximum, double rate, double share) {
		for (double factor : FACTORS) {
			double entries = factor * maximum;
			if (entries >= 1) {
				double part = Math.min(1, MiniatureFifo.MOST_ENTRIES / (entries * rate));
				int capacity = (int) Math.max(1, Math.round(entries * rate * part));
				this.sizes.add(new Size(factor, Sample.threshold(rate * part), new MiniatureFifo(capacity, share)));
			}
		}
	}

	/**
	 * A key is asked for.
	 * @param mixed its mixed hash
	 * @param hit whether the size that there is has it
	 * @param counted whether misses count
	 */
	void access(int mixed, boolean hit, boolean counted) {
		for (Size size : this.sizes) {
			size.access(mixed, hit, counted);
		}
	}

	/** Goes on with another share of the small queues. */
	void setShare(double share) {
		for (Size size : this.sizes) {
			size.cache.setShare(share);
		}
	}

	/** What is predicted, for those sizes of which anything has been seen. */
	List<SizePrediction> predictions() {
		return this.sizes.stream().filter((size) -> size.base > 0).map(Size::prediction).toList();
	}

	private static final class Size {

		private final double factor;

		/** Which keys it sees: a part of those that the curve is told of. */
		private final int threshold;

		private final MiniatureFifo cache;

		private long misses;

		/** Misses of the size that there is. */
		private long base;

		Size(double factor, int threshold, MiniatureFifo cache) {
			this.factor = factor;
			this.threshold = threshold;
			this.cache = cache;
		}

		void access(int mixed, boolean hit, boolean counted) {
			if (!Sample.isWithin(mixed, this.threshold)) {
				return;
			}
			boolean found = this.cache.access(Sample.remix(mixed));
			if (counted) {
				this.misses += found ? 0 : 1;
				this.base += hit ? 0 : 1;
				if (this.base >= MANY_MISSES) {
					this.base /= 2;
					this.misses /= 2;
				}
			}
		}

		SizePrediction prediction() {
			return new SizePrediction(this.factor, (double) this.misses / this.base, this.base);
		}

	}

}
