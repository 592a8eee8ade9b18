package io.bespokecache.workload;

/**
 * What a cache would miss with another bound.
 *
 * @param factor the other bound, as a multiple of the actual one
 * @param missFactor the misses that there would be, as a multiple of the actual ones
 * @param sampledMisses misses that the prediction rests on
 */
public record BoundPrediction(double factor, double missFactor, long sampledMisses) {

	/** The hit ratio that there would be, given the actual one. */
	double hitRatio(double hitRatio) {
		return Math.max(0, Math.min(1 - (1 - hitRatio) * this.missFactor, 1));
	}

}
