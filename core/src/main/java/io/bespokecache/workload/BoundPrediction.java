package io.bespokecache.workload;

/**
 * What a cache would miss with another bound.
 *
 * @param factor the other bound, as a multiple of the actual one
 * @param missFactor the misses that there would be, as a multiple of the actual ones
 * @param sampledMisses misses that the prediction rests on
 * @param missFactorError standard error of the miss factor
 */
public record BoundPrediction(double factor, double missFactor, long sampledMisses, double missFactorError) {

	private static final long FEW_MISSES = 500;

	/** The hit ratio that there would be, given the actual one. */
	double hitRatio(double hitRatio) {
		return Math.max(0, Math.min(1 - (1 - hitRatio) * this.missFactor, 1));
	}

	/** What the predicted hit ratio may be off by: two standard errors. */
	double uncertainty(double hitRatio) {
		return 2 * (1 - hitRatio) * this.missFactorError;
	}

	boolean restsOnEnough() {
		return this.sampledMisses >= FEW_MISSES;
	}

}
