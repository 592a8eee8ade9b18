package io.bespokecache.benchmarks.trace;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Made-up traces of sessions, LRU's home: a session starts, is asked for some times with
 * short gaps, and then never again. The same each time.
 */
enum Sessions {

	/** Four uses each. */
	SHORT(1_000) {
		@Override
		int uses(SplittableRandom random) {
			return 4;
		}
	},

	/** Ten uses each. */
	LONG(1_000) {
		@Override
		int uses(SplittableRandom random) {
			return 10;
		}
	},

	/** Two uses each. */
	TWICE(500) {
		@Override
		int uses(SplittableRandom random) {
			return 2;
		}
	},

	/** From two uses to hundreds. */
	UNEQUAL(2_000) {
		@Override
		int uses(SplittableRandom random) {
			return (int) Math.min(500, 2 * Math.pow(1 - random.nextDouble(), -1 / 1.5));
		}
	},

	/** Three uses in a row in the mean, and then none for a while. */
	BURSTS(3_000) {
		@Override
		int uses(SplittableRandom random) {
			return 8;
		}

		@Override
		int next(SplittableRandom random, int sessions, int former) {
			return (random.nextInt(3) > 0) ? former : random.nextInt(sessions);
		}
	},

	/** Beside pages of a catalogue, by Zipf's law. */
	WITH_CATALOGUE(1_500) {
		@Override
		int uses(SplittableRandom random) {
			return 6;
		}

		@Override
		long other(SplittableRandom random, long access) {
			// The inverse of the continuous law with exponent 1.
			return (random.nextInt(10) < 4) ? (long) Math.pow(PAGES, random.nextDouble()) : NONE;
		}
	},

	/** Beside keys that come once. */
	WITH_SCAN(800) {
		@Override
		int uses(SplittableRandom random) {
			return 5;
		}

		@Override
		long other(SplittableRandom random, long access) {
			return (random.nextInt(10) < 2) ? access : NONE;
		}
	},

	/** Many at a time. */
	MANY(20_000) {
		@Override
		int uses(SplittableRandom random) {
			return 5;
		}
	};

	/** No other key. */
	static final long NONE = -1;

	/** Pages of the catalogue. */
	static final int PAGES = 5_000;

	private static final int ACCESSES = 400_000;

	private static final long SEED = 42;

	/** Keys that are no session's are below it. */
	private static final long FIRST_SESSION = 1L << 32;

	private final int live;

	Sessions(int live) {
		this.live = live;
	}

	/** How often a session is asked for. */
	abstract int uses(SplittableRandom random);

	/** Which of the sessions is asked for next. */
	int next(SplittableRandom random, int sessions, int former) {
		return random.nextInt(sessions);
	}

	/** A key that is no session's, or {@link #NONE}. */
	long other(SplittableRandom random, long access) {
		return NONE;
	}

	/**
	 * The trace, with half as many entries as there are sessions, as many, twice as many.
	 */
	Replay replay() {
		String name = "sessions-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
		return new Replay(new Trace(name, keys()), List.of(this.live / 2, this.live, 2 * this.live));
	}

	private long[] keys() {
		SplittableRandom random = new SplittableRandom(SEED);
		long[] sessions = new long[this.live];
		int[] left = new int[this.live];
		long next = FIRST_SESSION;
		for (int i = 0; i < this.live; i++) {
			sessions[i] = next++;
			left[i] = 1 + random.nextInt(uses(random));
		}
		long[] keys = new long[ACCESSES];
		int session = 0;
		for (int access = 0; access < keys.length; access++) {
			keys[access] = other(random, access);
			if (keys[access] == NONE) {
				session = next(random, this.live, session);
				keys[access] = sessions[session];
				if (--left[session] == 0) {
					sessions[session] = next++;
					left[session] = uses(random);
				}
			}
		}
		return keys;
	}

}
