package io.bespokecache.map;

/**
 * The time at which an entry came or was used last, and whether it has proven itself, in
 * eight bits. A time is a count of misses in units of a 32nd part of the capacity or
 * less, modulo 128; stamps are renewed before they are so old that they would seem to be
 * young.
 *
 * <pre>
 *   time (7 bits), proven (1 bit)
 * </pre>
 */
final class Stamp {

	/** How many there are. */
	static final int STAMPS = 1 << Byte.SIZE;

	/** Bits of a time, and the longest time that they tell. */
	private static final int TIMES = (1 << 7) - 1;

	private static final int UNITS = 32;

	private Stamp() {
	}

	/**
	 * Shift from misses to units: a unit is the least power of two of which no more than
	 * so many make up the capacity.
	 */
	static int shift(int capacity) {
		int shift = 0;
		while ((capacity >>> shift) > UNITS) {
			shift++;
		}
		return shift;
	}

	static int of(long misses, int shift, boolean proven) {
		return (((int) (misses >>> shift) & TIMES) << 1) | (proven ? 1 : 0);
	}

	static boolean isProven(int stamp) {
		return (stamp & 1) != 0;
	}

	/** Misses since a stamp. */
	static long age(int stamp, long misses, int shift) {
		return (long) (((int) (misses >>> shift) - ((stamp & (STAMPS - 1)) >>> 1)) & TIMES) << shift;
	}

	/** Whether stamps are to be renewed so many misses after they were last. */
	static boolean isDue(long misses, int shift) {
		return misses > ((long) TIMES / 4) << shift;
	}

	/**
	 * The stamp that an entry gets for its own, so that it never seems to be younger than
	 * it is before this is done again.
	 * @param stamp its stamp
	 * @param misses misses so far
	 * @param former shift of its stamp
	 * @param shift shift of the new one
	 */
	static int renewed(int stamp, long misses, int former, int shift) {
		long units = Math.min(age(stamp, misses, former) >>> shift, TIMES / 2);
		return of(((misses >>> shift) - units) << shift, shift, isProven(stamp));
	}

}
