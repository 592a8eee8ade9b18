package io.bespokecache.workload;

import java.util.Arrays;

/**
 * The share of the most popular key, by Space-Saving [1]: a few counters, of which a key
 * without one takes the smallest over. A key with a greater share than one in
 * {@value #COUNTERS} is sure to have a counter. Not thread-safe.
 * <p>
 * [1] Metwally, Agrawal, El Abbadi, <i>Efficient Computation of Frequent and Top-k
 * Elements in Data Streams</i>, ICDT 2005.
 */
final class HotKeys {

	private static final int COUNTERS = 48;

	/** Uses below which nothing is concluded. */
	private static final int LEAST = 200;

	/** Uses after which former ones count half. */
	private static final int MANY = 1 << 13;

	private final int[] fingerprints = new int[COUNTERS];

	private final int[] counts = new int[COUNTERS];

	/** By how much a count may be too high. */
	private final int[] errors = new int[COUNTERS];

	private int total;

	void use(int fingerprint) {
		if (++this.total >= MANY) {
			age();
		}
		int smallest = 0;
		for (int counter = 0; counter < COUNTERS; counter++) {
			if (this.counts[counter] > 0 && this.fingerprints[counter] == fingerprint) {
				this.counts[counter]++;
				return;
			}
			if (this.counts[counter] < this.counts[smallest]) {
				smallest = counter;
			}
		}
		this.fingerprints[smallest] = fingerprint;
		this.errors[smallest] = this.counts[smallest];
		this.counts[smallest]++;
	}

	/**
	 * Share of the uses that the most popular key has for sure, from 0 to 1.
	 */
	double hottestShare() {
		int most = 0;
		for (int counter = 0; counter < COUNTERS; counter++) {
			most = Math.max(most, this.counts[counter] - this.errors[counter]);
		}
		return (this.total >= LEAST) ? (double) most / this.total : 0;
	}

	private void age() {
		for (int counter = 0; counter < COUNTERS; counter++) {
			this.counts[counter] /= 2;
			this.errors[counter] /= 2;
		}
		this.total = Arrays.stream(this.counts).sum();
	}

}
