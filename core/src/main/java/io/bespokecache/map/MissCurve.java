package io.bespokecache.map;

import java.util.ArrayList;
import java.util.List;

/**
 * Miniatures of caches of other sizes, and how their misses compare to those of the size
 * that there is: a miss-ratio curve [1]. Each is compared over the keys that it sees, so
 * keys that are asked for all the time distort no prediction, whether they are among
 * those or not. Not thread-safe.
 * <p>
 * What is seen stands for a period, of which part of the misses are not simulated: it has
 * the weight of the misses of the whole period, so that a time of few misses, or one that
 * was watched closely, counts for no more than it was.
 * <p>
 * [1] Waldspurger, Saemundsson, Ahmad, Park, <i>Cache Modeling and Optimization using
 * Miniature Simulations</i>, USENIX ATC 2017.
 */
final class MissCurve {

	private static final double[] FACTORS = { 0.25, 0.5, 2, 4 };

	/** Miniatures for the size of each factor. */
	private static final int[] MOST_CACHES = { 1, 1, 1, 2 };

	private final ShadowOfSize[] sizes;

	/**
	 * Makes a curve.
	 * @param maximum entries of the cache
	 * @param rate part of the keys that {@link #access} is told of
	 * @param share share of the small queues at first
	 */
	MissCurve(long maximum, double rate, double share) {
		int first = 0;
		while (FACTORS[first] * maximum < 1) {
			first++;
		}
		this.sizes = new ShadowOfSize[FACTORS.length - first];
		for (int i = 0; i < this.sizes.length; i++) {
			double factor = FACTORS[first + i];
			this.sizes[i] = new ShadowOfSize(factor, factor * maximum * rate, MOST_CACHES[first + i], share);
		}
	}

	/**
	 * A key is asked for.
	 * @param mixed its mixed hash
	 * @param hit whether the size that there is has it
	 * @param counted whether misses count
	 */
	void access(int mixed, boolean hit, boolean counted) {
		for (ShadowOfSize size : this.sizes) {
			size.access(mixed, hit, counted);
		}
	}

	/** Goes on with another share of the small queues. */
	void setShare(double share) {
		for (ShadowOfSize size : this.sizes) {
			size.setShare(share);
		}
	}

	/**
	 * Another period begins.
	 * @param weight misses of the period that ends, for each one that counted
	 */
	void endPeriod(double weight) {
		for (ShadowOfSize size : this.sizes) {
			size.endPeriod(weight);
		}
	}

	/**
	 * What is predicted, for those sizes of which anything has been seen.
	 * @param weight misses of the period so far, for each one that counted
	 */
	List<SizePrediction> predictions(double weight) {
		List<SizePrediction> predictions = new ArrayList<>(this.sizes.length);
		for (ShadowOfSize size : this.sizes) {
			SizePrediction prediction = size.prediction(weight);
			if (prediction != null) {
				predictions.add(prediction);
			}
		}
		return predictions;
	}

}
