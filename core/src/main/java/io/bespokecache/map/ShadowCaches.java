package io.bespokecache.map;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Small simulations beside a bounded {@code adaptive-fifo} map, fed with the accesses to
 * a sample of its keys: they find the best share of the small queue, and what other
 * bounds would gain.
 * <p>
 * <b>Sampling.</b> A cache of 128 entries that sees one key in a thousand behaves as one
 * of 128,000 that sees all [1]. So a map of up to 128 entries is simulated in full, and a
 * larger one by as many entries. Whatever its size, no more than one access in
 * {@value #ACCESSES_A_SAMPLED_ONE} is simulated on the long run: a map that is small, so
 * that it would be more, is looked at in windows, with pauses between them.
 * <p>
 * <b>Hits</b> of sampled keys go to a buffer, from where insertions of sampled keys take
 * them, a few at a time, and only if nobody else does so. Entries of sampled keys are
 * marked ({@link Node#use()}), and lose the mark when the buffer is full or in a pause;
 * they get it again when the policy looks at them. So a hit of another key costs nothing,
 * and a map that is only read ends without any marks.
 * <p>
 * Nothing is allocated before something is evicted. Thread-safe; what threads do to each
 * other is that an access is not seen, see {@link AccessBuffer}.
 * <p>
 * [1] Waldspurger, Saemundsson, Ahmad, Park, <i>Cache Modeling and Optimization using
 * Miniature Simulations</i>, USENIX ATC 2017.
 */
final class ShadowCaches {

	/** Entries of the map for which a sample is to stand. */
	static final int ENTRIES = 128;

	/** Accesses to the map for one that is simulated, in the mean. */
	private static final int ACCESSES_A_SAMPLED_ONE = 24;

	/** Accesses that an insertion simulates at most, beside its own. */
	private static final int MOST_AT_ONCE = 32;

	/** Misses of a window, for each entry of a miniature. */
	private static final int WINDOW = 64;

	/** Those of them that nothing is concluded from, since miniatures have slept. */
	private static final int WARM_UP = 4;

	/** What part of the keys of a sample is looked at in a pause, to see it end. */
	private static final int PAUSED_PART = 16;

	/** Entries of a miniature that stands for the map. */
	private final int entries;

	private final long maximum;

	private final int sampled;

	/** As {@link #sampled}, or less in a pause. */
	private volatile int threshold;

	/** The share that was chosen; zero if it is the policy's own. */
	private volatile double share;

	private final ReentrantLock lock = new ReentrantLock();

	/** Made when it is needed, under the lock. */
	private volatile @Nullable Simulation simulation;

	/**
	 * Makes shadows that take no memory yet.
	 * @param maximum entries of the map, 1 or more
	 */
	ShadowCaches(long maximum) {
		this.maximum = maximum;
		this.entries = (int) Math.min(maximum, ENTRIES);
		this.sampled = Sample.threshold((double) this.entries / maximum);
		this.threshold = this.sampled;
	}

	/** Whether accesses to a key are simulated as of now, by its mixed hash. */
	boolean isSampled(int mixed) {
		return Sample.isWithin(mixed, this.threshold);
	}

	/**
	 * A key of the sample is found.
	 * @param mixed its mixed hash
	 * @return whether further ones are to be told of, too
	 */
	boolean found(int mixed) {
		Simulation simulation = this.simulation;
		return simulation != null && !simulation.paused && simulation.buffer.offer(mixed);
	}

	/**
	 * A key of the sample is inserted, and something has been evicted before. Waits for
	 * nobody.
	 * @param mixed its mixed hash
	 */
	void missed(int mixed) {
		if (this.lock.tryLock()) {
			try {
				simulation().miss(mixed);
			}
			finally {
				this.lock.unlock();
			}
		}
		else {
			found(mixed);
		}
	}

	private Simulation simulation() {
		Simulation simulation = this.simulation;
		if (simulation == null) {
			simulation = new Simulation();
			this.simulation = simulation;
		}
		return simulation;
	}

	/** The share that was chosen; zero if it is the policy's own. */
	double share() {
		return this.share;
	}

	/**
	 * State of the policy, as far as it is known here. Waits for a simulation that is
	 * under way.
	 * @param ownShare the share that holds unless another one was chosen
	 * @param smallEntries entries in the small queues
	 * @param mainEntries entries in the main queues
	 */
	PolicyState state(double ownShare, long smallEntries, long mainEntries) {
		this.lock.lock();
		try {
			Simulation simulation = this.simulation;
			boolean chosen = this.share != 0;
			return new PolicyState(chosen ? this.share : ownShare, smallEntries, mainEntries, chosen,
					(simulation != null) ? simulation.accesses : 0,
					(simulation != null) ? simulation.curve.predictions() : List.of());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Guarded by the lock, but for the buffer. */
	private final class Simulation {

		private final AccessBuffer buffer = new AccessBuffer();

		private final ShareContest contest = new ShareContest(ShadowCaches.this.entries);

		private final MissCurve curve;

		/** Misses between two windows; zero if there is but one. */
		private final long rest;

		/** Whether nothing is simulated. */
		private volatile boolean paused;

		/** Whether only the share that was chosen is compared to the first one. */
		private boolean defending;

		private long accesses;

		/** Misses since the window or the pause began. */
		private long misses;

		private long warmUp;

		Simulation() {
			double rate = (double) ShadowCaches.this.entries / ShadowCaches.this.maximum;
			this.curve = new MissCurve(ShadowCaches.this.maximum, rate, this.contest.share());
			double windows = rate * ACCESSES_A_SAMPLED_ONE - 1;
			this.rest = (windows > 0) ? (long) (windows * WINDOW * ShadowCaches.this.entries) : 0;
		}

		void miss(int mixed) {
			this.misses += this.paused ? PAUSED_PART : 1;
			if (!this.paused) {
				takeAll(mixed);
			}
			boolean resting = this.paused || this.defending;
			if (resting && this.misses >= this.rest) {
				begin();
			}
			else if (!resting && this.rest > 0 && this.misses >= (long) WINDOW * ShadowCaches.this.entries) {
				rest();
			}
		}

		private void takeAll(int mixed) {
			for (int left = MOST_AT_ONCE; left > 0 && !this.buffer.isEmpty(); left--) {
				int next = this.buffer.poll();
				if (next != 0) {
					access(next);
				}
			}
			if (this.buffer.isEmpty()) {
				access(mixed);
			}
			else {
				this.buffer.offer(mixed);
			}
		}

		private void rest() {
			this.misses = 0;
			if (this.contest.isDecided()) {
				this.defending = true;
			}
			else {
				pause();
			}
		}

		private void pause() {
			ShadowCaches.this.threshold = Math.max(ShadowCaches.this.sampled / PAUSED_PART, 1);
			this.paused = true;
		}

		private void begin() {
			this.misses = 0;
			this.warmUp = (long) WARM_UP * ShadowCaches.this.entries;
			this.contest.forgetScore();
			ShadowCaches.this.threshold = ShadowCaches.this.sampled;
			this.defending = false;
			this.paused = false;
		}

		private void access(int mixed) {
			this.accesses++;
			int key = Sample.remix(mixed);
			double before = this.contest.share();
			if (this.defending) {
				this.contest.defend(key);
				if (!this.contest.isDecided()) {
					begin();
				}
			}
			else {
				boolean counted = this.misses >= this.warmUp;
				boolean hit = this.contest.access(key, counted);
				this.curve.access(mixed, hit, counted);
			}
			double share = this.contest.share();
			if (share != before) {
				this.curve.setShare(share);
				ShadowCaches.this.share = this.contest.isDecided() ? share : 0;
			}
		}

	}

}
