package io.bespokecache.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws from ranks by Zipf's law, with the ranks scattered over all indices, so that
 * popular keys are not neighbours.
 */
public final class Zipf {

	private final double[] cumulative;

	private final int[] indexOfRank;

	/**
	 * Creates the distribution.
	 * @param size number of indices
	 * @param exponent how fast popularity falls
	 * @param seed the seed of the scattering
	 */
	public Zipf(int size, double exponent, long seed) {
		this.cumulative = new double[size];
		this.indexOfRank = new int[size];
		SplittableRandom random = new SplittableRandom(seed);
		double sum = 0;
		for (int rank = 0; rank < size; rank++) {
			sum += 1 / Math.pow(rank + 1, exponent);
			this.cumulative[rank] = sum;
			int other = random.nextInt(rank + 1);
			this.indexOfRank[rank] = this.indexOfRank[other];
			this.indexOfRank[other] = rank;
		}
	}

	/**
	 * Draws an index.
	 * @param random the source of randomness
	 * @return the index, from 0
	 */
	public int draw(SplittableRandom random) {
		double point = random.nextDouble() * this.cumulative[this.cumulative.length - 1];
		int position = Arrays.binarySearch(this.cumulative, point);
		int rank = Math.min((position >= 0) ? position + 1 : -position - 1, this.cumulative.length - 1);
		return this.indexOfRank[rank];
	}

}
