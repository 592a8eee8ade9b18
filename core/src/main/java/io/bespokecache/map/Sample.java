package io.bespokecache.map;

/**
 * A part of all keys, by their hashes: a key is in the sample or it is not, whenever it
 * comes. The hash of a table is mixed once more, since its bits are not independent where
 * keys are numbered.
 */
final class Sample {

	private static final int BITS = 20;

	private static final int ALL = 1 << BITS;

	private static final int FIRST_FACTOR = 0x85EB_CA6B;

	private static final int SECOND_FACTOR = 0xC2B2_AE35;

	private static final int FIRST_SHIFT = 15;

	private static final int SECOND_SHIFT = 13;

	private Sample() {
	}

	/**
	 * Mixes a hash.
	 * @param hash any number that is a key's
	 * @return another one, not zero, of which the lowest 20 bits tell whether a key is
	 * sampled
	 */
	static int mix(int hash) {
		int mixed = hash * FIRST_FACTOR;
		mixed ^= mixed >>> FIRST_SHIFT;
		return (mixed != 0) ? mixed : 1;
	}

	/**
	 * Mixes what {@link #mix} has made, so that keys of a sample have nothing in common.
	 */
	static int remix(int mixed) {
		int again = mixed ^ (mixed >>> SECOND_SHIFT);
		again *= SECOND_FACTOR;
		return again ^ (again >>> FIRST_SHIFT);
	}

	/** The bound that a part of all keys, from 0 to 1, lies below. */
	static int threshold(double part) {
		return (int) Math.max(1, Math.min(Math.round(part * ALL), ALL));
	}

	/** Whether a key is in a sample. */
	static boolean isWithin(int mixed, int threshold) {
		return (mixed & (ALL - 1)) < threshold;
	}

	/**
	 * Which of some equal parts of a sample a key belongs to.
	 * @param mixed mixed hash of a key that is in the sample
	 * @param threshold the bound of the sample
	 * @param parts how many parts there are
	 */
	static int part(int mixed, int threshold, int parts) {
		return (int) ((long) (mixed & (ALL - 1)) * parts / threshold);
	}

}
