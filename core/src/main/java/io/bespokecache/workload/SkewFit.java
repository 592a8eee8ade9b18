package io.bespokecache.workload;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The exponent of the Zipf distribution that fits how often the keys of a sample were
 * used: the slope of the line through the logarithms of rank and number of uses [1]. In a
 * sample of keys all ranks are smaller by the same factor, which leaves the slope as it
 * is.
 * <p>
 * [1] Gabaix, Ibragimov, <i>Rank - 1/2: A Simple Way to Improve the OLS Estimation of
 * Tail Exponents</i>, 2011.
 */
final class SkewFit {

	/** Uses that a key must have for its number to tell anything. */
	private static final int LEAST_USES = 8;

	private static final int LEAST_KEYS = 20;

	/** From each rank to the next one that is looked at. */
	private static final double STEP = 1.3;

	/** Greatest weight of a rank; the first ranks of a sample are mostly chance. */
	private static final double GREATEST_WEIGHT = 16;

	private SkewFit() {
	}

	/**
	 * Fits the uses in the period.
	 * @return the exponent, 0 or more; {@code null} if too little was used
	 */
	static @Nullable Double of(KeySample sample) {
		int[] uses = new int[sample.size()];
		int keys = 0;
		for (int index = 0; index < sample.size(); index++) {
			if (sample.counts(index) && sample.uses(index) >= LEAST_USES) {
				uses[keys++] = sample.uses(index);
			}
		}
		return (keys >= LEAST_KEYS) ? fit(uses, keys) : null;
	}

	private static double fit(int[] uses, int keys) {
		Arrays.sort(uses, 0, keys);
		double weights = 0;
		double ranks = 0;
		double numbers = 0;
		double squares = 0;
		double products = 0;
		for (double place = 1; place <= keys; place = Math.max(place + 1, place * STEP)) {
			int rank = (int) place;
			double weight = Math.min(rank, GREATEST_WEIGHT);
			double x = Math.log(rank - 0.5);
			double y = Math.log(uses[keys - rank]);
			weights += weight;
			ranks += weight * x;
			numbers += weight * y;
			squares += weight * x * x;
			products += weight * x * y;
		}
		double slope = (products - ranks * numbers / weights) / (squares - ranks * ranks / weights);
		return Math.max(0, -slope);
	}

}
