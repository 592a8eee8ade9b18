package io.bespokecache.map;

/**
 * When {@link ShadowCaches} simulate what. Counts misses of sampled keys, not time, so
 * that a replay gives the same result each time. Guarded by the lock of the simulation,
 * save that any thread may ask for the {@linkplain #phase() phase}.
 *
 * <pre>
 *   WINDOW --------> PAUSE --------> WINDOW ...
 *                     ^ |
 *                     | v  now and then, if a share was chosen
 *                   DEFENCE
 * </pre>
 *
 * A pause lasts half as long as the map has been watched, and in the end so long that one
 * access in {@value #ACCESSES_A_SAMPLED_ONE} is simulated. So the first pauses are short,
 * when little is known, and what an insertion costs falls to what it may cost for good.
 */
final class ShadowSchedule {

	/** Accesses to the map for one that is simulated. */
	private static final int ACCESSES_A_SAMPLED_ONE = 256;

	/** The same for a look at a choice, where less is simulated. */
	private static final int ACCESSES_A_DEFENDED_ONE = 32;

	/** Misses of a window, for each entry of a miniature. */
	private static final int WINDOW = 64;

	/** Those of them that nothing is concluded from, since miniatures have slept. */
	private static final int WARM_UP = 4;

	/** Misses of a look at a choice, for each entry of a miniature. */
	private static final int DEFENCE = 8;

	/** The part of the sample whose misses tell how long a pause has been. */
	static final int PART_IN_PAUSES = 16;

	/** The time since the first miss, as a multiple of the pause that follows. */
	private static final int TIMES_A_PAUSE = 2;

	private final int entries;

	/** Misses between two windows at most; none if one is never closed. */
	private final long longestRest;

	/** Misses between two looks at a choice. */
	private final long pause;

	private volatile Phase phase = Phase.WINDOW;

	/** Misses between this window and the next one. */
	private long rest;

	/** Misses since the phase began. */
	private long misses;

	/** Misses since the last window. */
	private long rested;

	/** Misses of this window before which nothing counts. */
	private long warmUp;

	/** Misses ever. */
	private long watched;

	/** Misses since the window before the next one began. */
	private long period;

	/** Those of them that counted. */
	private long counted;

	/**
	 * Makes a schedule that begins with a window.
	 * @param entries entries of a miniature that stands for the map
	 * @param rate part of the keys that are sampled
	 */
	ShadowSchedule(int entries, double rate) {
		this.entries = entries;
		this.longestRest = rest(ACCESSES_A_SAMPLED_ONE, WINDOW, rate);
		this.pause = rest(ACCESSES_A_DEFENDED_ONE, DEFENCE, rate);
	}

	private long rest(int accesses, int round, double rate) {
		return (long) (Math.max(0, accesses * rate - 1) * round * this.entries);
	}

	/** What is simulated now. Any thread. */
	Phase phase() {
		return this.phase;
	}

	/** A sampled key was missed. */
	void missed() {
		int misses = (this.phase == Phase.PAUSE) ? PART_IN_PAUSES : 1;
		this.misses += misses;
		this.watched += misses;
		this.period += misses;
		if (isCounted()) {
			this.counted++;
		}
	}

	/** Whether something may be concluded from what is simulated now. */
	boolean isCounted() {
		return this.phase == Phase.WINDOW && this.misses >= this.warmUp;
	}

	/** Misses since the last window began, for each one that counted; 1 or more. */
	double missesACountedOne() {
		return (this.counted > 0) ? (double) this.period / this.counted : 1;
	}

	/**
	 * Whether the phase is over.
	 * @param decided whether there is a choice to look at in pauses
	 */
	boolean isOver(boolean decided) {
		return this.misses >= length(decided);
	}

	private long length(boolean decided) {
		return switch (this.phase) {
			case WINDOW -> (this.longestRest > 0) ? (long) WINDOW * this.entries : Long.MAX_VALUE;
			case PAUSE -> decided ? Math.min(this.pause, this.rest) : this.rest;
			case DEFENCE -> (long) DEFENCE * this.entries;
		};
	}

	/** The phase that comes after one that is over. */
	Phase next() {
		return switch (this.phase) {
			case WINDOW, DEFENCE -> Phase.PAUSE;
			case PAUSE -> (this.rested + this.misses >= this.rest) ? Phase.WINDOW : Phase.DEFENCE;
		};
	}

	/** Begins a phase, whether the one before is over or not. */
	void enter(Phase phase) {
		this.rested += this.misses;
		if (phase == Phase.WINDOW) {
			this.warmUp = (long) WARM_UP * this.entries;
			this.period = 0;
			this.counted = 0;
		}
		else if (this.phase == Phase.WINDOW) {
			this.rested = 0;
			this.rest = Math.min(this.longestRest, this.watched / TIMES_A_PAUSE);
		}
		this.phase = phase;
		this.misses = 0;
	}

	/** What is simulated at a time. */
	enum Phase {

		/** All. */
		WINDOW,

		/** Nothing. */
		PAUSE,

		/** The share that was chosen, and the first one. */
		DEFENCE

	}

}
