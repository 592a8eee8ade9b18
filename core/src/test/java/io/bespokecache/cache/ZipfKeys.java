package io.bespokecache.cache;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Keys drawn from a Zipf distribution.
 */
final class ZipfKeys {

	private final SplittableRandom random;

	/** Chance of the keys up to each. */
	private final double[] cumulated;

	private final long first;

	ZipfKeys(int keys, double exponent, SplittableRandom random) {
		this.random = random;
		this.cumulated = new double[keys];
		double sum = 0;
		for (int key = 0; key < keys; key++) {
			sum += Math.pow(key + 1, -exponent);
			this.cumulated[key] = sum;
		}
		for (int key = 0; key < keys; key++) {
			this.cumulated[key] /= sum;
		}
		this.first = random.nextLong(1L << 40);
	}

	double hottestShare() {
		return this.cumulated[0];
	}

	long next() {
		int index = Arrays.binarySearch(this.cumulated, this.random.nextDouble());
		return this.first + Math.min((index < 0) ? -index - 1 : index, this.cumulated.length - 1);
	}

}
