package io.bespokecache.map;

import java.util.List;

import io.bespokecache.map.ShadowSchedule.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Small simulations beside a bounded {@code adaptive-fifo} map, fed with the accesses to
 * a sample of its keys: they find the best share of the small queue, and what other
 * bounds would gain.
 * <p>
 * <b>Sampling.</b> A cache of 128 entries that sees one key in a thousand behaves as one
 * of 128,000 that sees all [1]. So a map of up to 128 entries is simulated in full, and a
 * larger one by as many entries. Where that would be too much, the map is looked at in
 * windows ({@link ShadowSchedule}). Between them nothing is simulated while the policy
 * keeps its own share. If another one was chosen, that one is compared to the policy's
 * first now and then, so that a choice that has become a bad one does not wait for the
 * next window.
 * <p>
 * <b>Hits</b> of sampled keys go to a buffer, from where insertions of sampled keys take
 * them, some at a time, and only if nobody else does so. Entries of sampled keys are
 * marked ({@link Node#use()}), and lose the mark with the first hit that is not taken
 * down, when the buffer is full or nothing is simulated; they get it again when the
 * policy looks at them. So a hit of another key costs nothing, and a map that is only
 * read ends without any marks.
 * <p>
 * Nothing is allocated before something is evicted. Then the simulations learn first what
 * has come until then, so that they are as full as the map. Thread-safe; what threads do
 * to each other is that an access is not seen, see {@link AccessBuffer}. What the map
 * removes by itself or is told to remove stays in the simulations.
 * <p>
 * [1] Waldspurger, Saemundsson, Ahmad, Park, <i>Cache Modeling and Optimization using
 * Miniature Simulations</i>, USENIX ATC 2017.
 */
final class ShadowCaches {

	/** Entries of a miniature that stands for the map. */
	private static final int ENTRIES = 128;

	/** Accesses that an insertion simulates at most, beside its own. */
	private static final int MOST_AT_ONCE = 32;

	private final long maximum;

	private final int entries;

	/** Bound of the keys whose accesses are to be told of: less in a pause. */
	private volatile int threshold;

	/** The share that was chosen; zero if it is the policy's own. */
	private volatile double share;

	/** Made when something is evicted. */
	private volatile @Nullable Simulation simulation;

	/**
	 * Makes shadows that take no memory yet.
	 * @param maximum entries of the map, 1 or more
	 */
	ShadowCaches(long maximum) {
		this.maximum = maximum;
		this.entries = (int) Math.min(maximum, ENTRIES);
		this.threshold = EvenSample.widest(rate());
	}

	private double rate() {
		return (double) this.entries / this.maximum;
	}

	/**
	 * Whether accesses to a key are to be told of, as of now.
	 * @param mixed its {@linkplain Sample#mix mixed} hash
	 */
	boolean isSampled(int mixed) {
		return Sample.isWithin(mixed, this.threshold);
	}

	/**
	 * A sampled key was found. Any thread.
	 * @param mixed its mixed hash
	 * @return whether further hits of it are to be told of
	 */
	boolean found(int mixed) {
		Simulation simulation = this.simulation;
		return simulation != null && simulation.schedule.phase() != Phase.PAUSE && simulation.buffer.offer(mixed);
	}

	/**
	 * A sampled key was not found, and comes into a map that has evicted before. Any
	 * thread; waits for none.
	 * @param mixed its mixed hash
	 * @param misses misses of the segment that were not yet told of, this one included
	 * @return whether they have been told of now
	 */
	boolean missed(int mixed, long misses) {
		Simulation simulation = this.simulation;
		if (simulation == null) {
			simulation = make();
		}
		if (simulation.tryLock()) {
			try {
				simulation.miss(mixed, misses);
			}
			finally {
				simulation.unlock(false);
			}
			return true;
		}
		found(mixed);
		return false;
	}

	/**
	 * A segment is about to evict for the first time, and all that has come is in its
	 * small queue, in its order; some may be in its main queue if it was moved from
	 * another map. What is sampled gets its mark again, which it has lost with the first
	 * hit. Any thread that holds the lock of the segment; waits for no other one.
	 * @param main the main queue
	 * @param small the small queue
	 * @param commonHash the bits, above 24 others, that hashes of the segment have in
	 * common
	 * @return {@code false} if another thread was in the way: nothing has been done then
	 */
	boolean filled(FifoQueue main, FifoQueue small, int commonHash) {
		Simulation simulation = make();
		if (!simulation.tryLock()) {
			return false;
		}
		try {
			simulation.fill(main, commonHash);
			simulation.fill(small, commonHash);
		}
		finally {
			simulation.unlock(false);
		}
		return true;
	}

	private synchronized Simulation make() {
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
	 * State of the policy, and of what is simulated. Waits for a simulation that is under
	 * way.
	 * @param ownShare the policy's own share
	 * @param smallEntries entries in the small queues
	 * @param mainEntries entries in the main queues
	 */
	PolicyState state(double ownShare, long smallEntries, long mainEntries) {
		Simulation simulation = this.simulation;
		if (simulation == null) {
			return new PolicyState(ownShare, smallEntries, mainEntries, false, 0, List.of());
		}
		simulation.lock(() -> false);
		try {
			boolean chosen = this.share != 0;
			return new PolicyState(chosen ? this.share : ownShare, smallEntries, mainEntries, chosen,
					simulation.accesses, simulation.curve.predictions(simulation.schedule.missesACountedOne()));
		}
		finally {
			simulation.unlock(false);
		}
	}

	/** What is simulated, guarded by its own lock, but for the buffer. */
	private final class Simulation extends OwnedLock {

		private final AccessBuffer buffer = new AccessBuffer();

		private final ShareContest contest;

		private final MissCurve curve;

		private final ShadowSchedule schedule;

		private final EvenSample sample = new EvenSample(rate());

		private long accesses;

		Simulation() {
			int entries = ShadowCaches.this.entries;
			this.contest = new ShareContest(entries);
			this.curve = new MissCurve(ShadowCaches.this.maximum, rate(), this.contest.share());
			this.schedule = new ShadowSchedule(entries, rate());
		}

		void miss(int mixed, long misses) {
			if (this.schedule.phase() == Phase.PAUSE) {
				this.schedule.missed();
			}
			else {
				this.sample.missed(mixed, misses);
				if (this.sample.contains(mixed)) {
					this.schedule.missed();
				}
				takeBuffered();
				take(mixed);
			}
			while (this.schedule.isOver(this.contest.isDecided())) {
				enter(this.schedule.next());
			}
		}

		void fill(FifoQueue queue, int commonHash) {
			if (this.schedule.phase() == Phase.WINDOW) {
				queue.forEach((entry) -> this.sample.count(mixed(entry, commonHash), 1));
				this.sample.move();
				queue.forEach((entry) -> fill(entry, mixed(entry, commonHash)));
			}
		}

		private int mixed(Node entry, int commonHash) {
			return Sample.mix(commonHash | entry.hash());
		}

		private void fill(Node entry, int mixed) {
			if (isSampled(mixed)) {
				int uses = entry.uses();
				entry.setUses(uses, true);
				if (this.sample.contains(mixed)) {
					this.schedule.missed();
					for (int access = 0; access <= uses; access++) {
						access(mixed);
					}
				}
			}
		}

		private void enter(Phase phase) {
			if (phase == Phase.WINDOW) {
				this.curve.endPeriod(this.schedule.missesACountedOne());
				this.contest.forgetScore();
			}
			ShadowCaches.this.threshold = (phase == Phase.PAUSE)
					? Math.max(this.sample.bound() / ShadowSchedule.PART_IN_PAUSES, 1) : EvenSample.widest(rate());
			this.schedule.enter(phase);
		}

		private void takeBuffered() {
			for (int left = MOST_AT_ONCE; left > 0 && !this.buffer.isEmpty(); left--) {
				int next = this.buffer.poll();
				if (next != 0) {
					access(next);
				}
			}
		}

		/** Takes an access after those that are buffered. */
		private void take(int mixed) {
			if (this.buffer.isEmpty()) {
				access(mixed);
			}
			else {
				this.buffer.offer(mixed);
			}
		}

		private void access(int mixed) {
			if (!this.sample.contains(mixed)) {
				return;
			}
			this.accesses++;
			double before = this.contest.share();
			if (this.schedule.phase() == Phase.DEFENCE) {
				this.contest.defend(Sample.remix(mixed));
			}
			else {
				boolean counted = this.schedule.isCounted();
				boolean hit = this.contest.access(Sample.remix(mixed), counted);
				this.curve.access(mixed, hit, counted);
			}
			double share = this.contest.share();
			if (share != before) {
				this.curve.setShare(share);
				ShadowCaches.this.share = this.contest.isDecided() ? share : 0;
				if (this.schedule.phase() == Phase.DEFENCE) {
					enter(Phase.WINDOW);
				}
			}
		}

	}

}
