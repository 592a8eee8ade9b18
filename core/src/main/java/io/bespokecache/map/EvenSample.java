package io.bespokecache.map;

/**
 * A sample of keys whose bound is moved until it has its part of all misses. Not
 * thread-safe.
 * <p>
 * By chance, a sample has some percent too many keys, or too few, and then a miniature is
 * as a cache that is smaller by so much, or larger. Where keys come in a loop about as
 * long as a cache, that makes all the difference. How many misses there are is known, so
 * the bound goes to where the sample has as many of them as it should. A key that has
 * been in the sample mostly stays there, since the bound moves little once there are some
 * hundred misses.
 */
final class EvenSample {

	/** The widest bound, as a multiple of the one that is right in the mean. */
	private static final double WIDEST = 1.25;

	/** The closest one, the same way. */
	private static final double CLOSEST = 0.8;

	/** Ranges that misses are counted in. */
	private static final int RANGES = 40;

	/** Misses of the sample after which the bound is moved. */
	private static final int PERIOD = 32;

	/** Misses of the sample after which former ones count half. */
	private static final long MANY_MISSES = 1 << 17;

	/** Part of the keys to be sampled. */
	private final double rate;

	private final int widest;

	/** Misses by range of what is compared to the bound, up to the widest one. */
	private final int[] ranges = new int[RANGES];

	/** Misses of all keys. */
	private long misses;

	/** Those that were in a range. */
	private long counted;

	private int bound;

	/**
	 * Makes a sample.
	 * @param rate part of the keys to be sampled, from 0 to 1
	 */
	EvenSample(double rate) {
		this.rate = rate;
		this.widest = widest(rate);
		this.bound = Sample.threshold(rate);
	}

	/** The bound that no bound of a sample goes beyond. */
	static int widest(double rate) {
		return Sample.threshold(Math.min(WIDEST * rate, 1));
	}

	/** The bound as of now. */
	int bound() {
		return this.bound;
	}

	/** Whether a key is in the sample. */
	boolean contains(int mixed) {
		return Sample.isWithin(mixed, this.bound);
	}

	/**
	 * A key within the widest bound was missed.
	 * @param mixed its mixed hash
	 * @param misses misses of all keys since the last call, this one included
	 */
	void missed(int mixed, long misses) {
		count(mixed, misses);
		if (this.counted % PERIOD == 0) {
			move();
		}
	}

	/** The same, but the bound stays for now. */
	void count(int mixed, long misses) {
		this.misses += misses;
		if (Sample.isWithin(mixed, this.widest)) {
			this.ranges[Sample.part(mixed, this.widest, RANGES)]++;
			this.counted++;
		}
		if (this.counted >= MANY_MISSES) {
			this.misses /= 2;
			this.counted = 0;
			for (int range = 0; range < RANGES; range++) {
				this.ranges[range] /= 2;
				this.counted += this.ranges[range];
			}
		}
	}

	/** Moves the bound to where it should be. */
	void move() {
		if (this.rate == 1) {
			return;
		}
		double left = this.rate * this.misses;
		int range = 0;
		while (range < RANGES && left > this.ranges[range]) {
			left -= this.ranges[range];
			range++;
		}
		double part = (range < RANGES) ? (range + left / Math.max(this.ranges[range], 1)) / RANGES : 1;
		double closest = CLOSEST / WIDEST;
		this.bound = (int) Math.max(1, Math.max(closest, Math.min(part, 1)) * this.widest);
	}

}
