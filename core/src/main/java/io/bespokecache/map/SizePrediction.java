package io.bespokecache.map;

/**
 * What the miss ratio of a bounded map would be with another bound: the actual one times
 * {@link #missFactor()}.
 *
 * @param factor the other bound, as a multiple of the actual one; positive
 * @param missFactor the misses that there would be, as a multiple of the actual ones; 0
 * or more, and as a rule below 1 for a larger bound
 * @param sampledMisses how many misses, of sampled keys, at the actual bound the
 * prediction rests on; 1 or more. With few of them, below some hundred, it says little
 */
public record SizePrediction(double factor, double missFactor, long sampledMisses) {

	/**
	 * Predicts a hit ratio.
	 * @param hitRatio the actual hit ratio, from 0 to 1
	 * @return the hit ratio with the other bound, from 0 to 1
	 */
	public double hitRatio(double hitRatio) {
		return Math.max(0, Math.min(1 - (1 - hitRatio) * this.missFactor, 1));
	}

}
