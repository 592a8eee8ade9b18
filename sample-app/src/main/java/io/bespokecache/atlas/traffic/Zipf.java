package io.bespokecache.atlas.traffic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws ranks by Zipf's law: the first rank is drawn most often, the n-th about n times
 * less. Immutable.
 */
final class Zipf {

	private final double[] cumulative;

	/**
	 * Creates the distribution.
	 * @param ranks how many ranks there are, 1 or more
	 * @param exponent how fast popularity falls, 0 for not at all
	 */
	Zipf(int ranks, double exponent) {
		this.cumulative = new double[ranks];
		double sum = 0;
		for (int rank = 0; rank < ranks; rank++) {
			sum += 1 / Math.pow(rank + 1, exponent);
			this.cumulative[rank] = sum;
		}
	}

	/**
	 * Draws a rank.
	 * @param random the source of randomness
	 * @return the rank, from 0
	 */
	int draw(RandomGenerator random) {
		double point = random.nextDouble() * this.cumulative[this.cumulative.length - 1];
		int index = Arrays.binarySearch(this.cumulative, point);
		return Math.min((index >= 0) ? index + 1 : -index - 1, this.cumulative.length - 1);
	}

}
