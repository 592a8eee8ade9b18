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
 * @param missFactorError standard error of the miss factor, as far as it comes from which
 * keys were sampled; 0 or more
 */
public record SizePrediction(double factor, double missFactor, long sampledMisses, double missFactorError) {

	private static final long FEW_MISSES = 500;

	private static final double LARGE_ERROR = 0.03;

	/**
	 * Predicts a hit ratio.
	 * @param hitRatio the actual hit ratio, from 0 to 1
	 * @return the hit ratio with the other bound, from 0 to 1
	 */
	public double hitRatio(double hitRatio) {
		return Math.max(0, Math.min(1 - (1 - hitRatio) * this.missFactor, 1));
	}

	/**
	 * Standard error of what {@link #hitRatio} predicts. What comes from the times at
	 * which nothing was simulated, and from the simulation itself, comes in addition: of
	 * predictions for recorded traces half were closer than that to the truth, and three
	 * in four closer than twice that.
	 * @param hitRatio the actual hit ratio, from 0 to 1
	 * @return the error, 0 or more
	 */
	public double hitRatioError(double hitRatio) {
		return (1 - hitRatio) * this.missFactorError;
	}

	/**
	 * Whether the prediction may be acted upon: it rests on 500 sampled misses or more,
	 * and its error is 3 points of hit ratio or less.
	 * @param hitRatio the actual hit ratio, from 0 to 1
	 * @return whether that is so
	 */
	public boolean isReliable(double hitRatio) {
		return this.sampledMisses >= FEW_MISSES && hitRatioError(hitRatio) <= LARGE_ERROR;
	}

}
