package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * Miniatures that stand for a cache of another size, and how their misses compare to
 * those of the size that there is. Not thread-safe.
 * <p>
 * A smaller cache may be served best by another share of the small queue than the actual
 * one, so it has a {@link ShareContest} of its own. Of a larger one, each miniature sees
 * a part of the keys.
 * <p>
 * Keys are counted in groups. How much the groups differ tells how much the prediction
 * depends on which keys happen to be sampled: a key that is missed all the time is in one
 * group only, so such keys make the error as large as it is.
 */
final class ShadowOfSize {

	/** Groups of keys, a power of two. */
	private static final int GROUPS = 8;

	/** The bits of a key that name its group are the highest ones. */
	private static final int GROUP_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(GROUPS);

	private static final int PARTS = 1 << 8;

	/** Misses after which former ones count half. */
	private static final long MANY_MISSES = 1 << 17;

	private final double factor;

	/** Which keys it sees: as many of {@value #PARTS} parts, by their lowest bits. */
	private final int parts;

	private final @Nullable ShareContest contest;

	/** None if there is a contest. */
	private final MiniatureFifo[] caches;

	/** Misses of this size in this period, by group. */
	private final int[] misses = new int[GROUPS];

	/** Misses of the size that there is, the same way. */
	private final int[] base = new int[GROUPS];

	/** Misses of this size in former periods, by group. */
	private final double[] formerMisses = new double[GROUPS];

	/** Misses of the size that there is, the same way. */
	private final double[] formerBase = new double[GROUPS];

	/** Misses of the size that there is that were seen in any period. */
	private long seen;

	/**
	 * Makes a shadow.
	 * @param factor the other size, as a multiple of the actual one
	 * @param entries entries that it has for the keys that the curve is told of
	 * @param most miniatures at most, a power of two
	 * @param share share of the small queues at first
	 */
	ShadowOfSize(double factor, double entries, int most, double share) {
		this.factor = factor;
		int count = (entries > MiniatureFifo.MOST_ENTRIES) ? most : 1;
		double part = Math.min(1, count * MiniatureFifo.MOST_ENTRIES / entries);
		int capacity = (int) Math.max(1, Math.round(entries * part / count));
		this.parts = (int) Math.max(1, Math.round(PARTS * part));
		boolean contested = factor < 1;
		this.contest = contested ? new ShareContest(capacity) : null;
		this.caches = new MiniatureFifo[contested ? 0 : count];
		for (int i = 0; i < this.caches.length; i++) {
			this.caches[i] = new MiniatureFifo(capacity, share);
		}
	}

	/** Goes on with another share of the small queue, unless it finds its own. */
	void setShare(double share) {
		for (MiniatureFifo cache : this.caches) {
			cache.setShare(share);
		}
	}

	/**
	 * A key is asked for.
	 * @param mixed its mixed hash
	 * @param hit whether the size that there is has it
	 * @param counted whether misses count
	 */
	void access(int mixed, boolean hit, boolean counted) {
		int key = Sample.remix(mixed);
		if ((key & (PARTS - 1)) >= this.parts) {
			return;
		}
		boolean found = (this.contest != null) ? this.contest.access(key, counted)
				: this.caches[key & (this.caches.length - 1)].access(key);
		if (counted) {
			int group = key >>> GROUP_SHIFT;
			this.misses[group] += found ? 0 : 1;
			if (!hit) {
				this.base[group]++;
				this.seen++;
				if (this.seen >= MANY_MISSES) {
					halve();
				}
			}
		}
	}

	private void halve() {
		this.seen /= 2;
		for (int group = 0; group < GROUPS; group++) {
			this.misses[group] /= 2;
			this.base[group] /= 2;
			this.formerMisses[group] /= 2;
			this.formerBase[group] /= 2;
		}
	}

	/**
	 * Another period begins.
	 * @param weight misses of the period that ends, for each one that counted
	 */
	void endPeriod(double weight) {
		for (int group = 0; group < GROUPS; group++) {
			this.formerMisses[group] += weight * this.misses[group];
			this.formerBase[group] += weight * this.base[group];
			this.misses[group] = 0;
			this.base[group] = 0;
		}
	}

	/**
	 * What is predicted, or {@code null} if nothing has been seen.
	 * @param weight misses of the period so far, for each one that counted
	 */
	@Nullable SizePrediction prediction(double weight) {
		double[] misses = new double[GROUPS];
		double[] base = new double[GROUPS];
		double allMisses = 0;
		double allBase = 0;
		for (int group = 0; group < GROUPS; group++) {
			misses[group] = this.formerMisses[group] + weight * this.misses[group];
			base[group] = this.formerBase[group] + weight * this.base[group];
			allMisses += misses[group];
			allBase += base[group];
		}
		if (allBase == 0) {
			return null;
		}
		double ratio = allMisses / allBase;
		double squares = 0;
		for (int group = 0; group < GROUPS; group++) {
			double deviation = misses[group] - ratio * base[group];
			squares += deviation * deviation;
		}
		// The error of a ratio of sums over groups that are independent.
		double error = Math.sqrt(squares * GROUPS / (GROUPS - 1)) / allBase;
		return new SizePrediction(this.factor, ratio, Math.max(this.seen, 1), error);
	}

}
