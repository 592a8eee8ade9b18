package io.bespokecache.map;

import java.util.Arrays;

/**
 * Miniatures of a cache that differ by the share of their small queue, and the share that
 * has the most hits. Not thread-safe.
 * <p>
 * A share takes over when it is ahead by a number of hits that grows with the distance
 * between the two shares, since a change costs the entries that the queue that shrinks
 * has to give up. It gets no credit for being ahead by less than a hit in 500 accesses,
 * and none of those hits count by which it has fallen behind before.
 */
final class ShareContest {

	private static final double[] SHARES = { FifoPolicy.FIRST_SHARE, 0.3, 0.6, 0.9 };

	/** The share that a policy begins with; smaller ones it finds by itself. */
	private static final int FIRST = 0;

	/** Half way from the first share to the next one, by their ratio. */
	static final double GREATEST_OF_FIRST = Math.sqrt(SHARES[FIRST] * SHARES[FIRST + 1]);

	/** What a share has to gain in an access, or else falls back. */
	private static final double LEAST_GAIN = 0.002;

	/** Hits that a change costs, as a part of the entries. */
	private static final double COST = 0.03;

	/** Those that it costs in addition if the whole cache goes to the other queue. */
	private static final double COST_OF_SHARE = 0.2;

	private final MiniatureFifo[] caches = new MiniatureFifo[SHARES.length];

	/** By how many hits each is ahead of the current one. */
	private final double[] lead = new double[SHARES.length];

	private int current = FIRST;

	/**
	 * Makes a contest.
	 * @param entries entries of a miniature
	 */
	ShareContest(int entries) {
		for (int i = 0; i < SHARES.length; i++) {
			this.caches[i] = new MiniatureFifo(entries, SHARES[i]);
		}
	}

	/**
	 * A key is asked for.
	 * @param key the key
	 * @param scored whether it may decide the contest
	 * @return whether the cache with the share of now has it
	 */
	boolean access(int key, boolean scored) {
		int hits = 0;
		for (int i = 0; i < this.caches.length; i++) {
			if (this.caches[i].access(key)) {
				hits |= 1 << i;
			}
		}
		boolean hit = isHit(hits, this.current);
		if (scored) {
			score(hits);
		}
		return hit;
	}

	/**
	 * A key is asked for while only the share of now is compared to the first one, which
	 * is another one.
	 * @param key the key
	 */
	void defend(int key) {
		boolean hit = this.caches[this.current].access(key);
		boolean hitOfFirst = this.caches[FIRST].access(key);
		if (score(FIRST, hitOfFirst, hit) > 0) {
			change(FIRST);
		}
	}

	private static boolean isHit(int hits, int index) {
		return (hits & (1 << index)) != 0;
	}

	private void score(int hits) {
		int best = this.current;
		double most = 0;
		for (int i = 0; i < this.caches.length; i++) {
			if (i != this.current) {
				double gain = score(i, isHit(hits, i), isHit(hits, this.current));
				if (gain > most) {
					most = gain;
					best = i;
				}
			}
		}
		if (best != this.current) {
			change(best);
		}
	}

	/** How many hits more a share has than a change to it costs. */
	private double score(int index, boolean theirs, boolean ours) {
		double lead = this.lead[index] + (theirs ? 1 : 0) - (ours ? 1 : 0) - LEAST_GAIN;
		this.lead[index] = Math.max(0, lead);
		return lead - cost(index);
	}

	private void change(int index) {
		this.current = index;
		forgetScore();
	}

	private double cost(int index) {
		double distance = Math.abs(SHARES[index] - SHARES[this.current]);
		return this.caches[index].capacity() * (COST + COST_OF_SHARE * distance);
	}

	/** Lets all begin anew, each with the entries that it has. */
	void forgetScore() {
		Arrays.fill(this.lead, 0);
	}

	/** The best share; the one that policies begin with for a start. */
	double share() {
		return SHARES[this.current];
	}

	/** Whether another share is the best than the one that policies begin with. */
	boolean isDecided() {
		return this.current != FIRST;
	}

}
