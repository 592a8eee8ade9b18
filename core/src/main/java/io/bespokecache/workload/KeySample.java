package io.bespokecache.workload;

import java.util.Arrays;

/**
 * The keys with the smallest fingerprints of all that are in use, and when and how often
 * each was used.
 * <p>
 * <b>Sampling.</b> A key belongs to the sample if its fingerprint is no greater than a
 * limit, whenever it comes, so the sample is one of keys, not of calls [1]. It holds at
 * most {@value #CAPACITY} of them. When it is full, those go that were not used during
 * the period and are dead; if that is not enough, the limit is lowered, as in SHARDS of
 * fixed size [2]. Once few keys are left, because a scan is over, the limit is raised
 * again. The keys that come with that may have been in use before, so they count only
 * after a while, and their first use is not known.
 * <p>
 * <b>Time</b> is counted in steps of {@value #NANOS_A_STEP} ns from an origin, which is
 * moved to each new half of the period: within {@link Integer#MAX_VALUE} steps there are
 * but 26 days.
 * <p>
 * Not thread-safe, but for the limit.
 * <p>
 * [1] Bar-Yossef, Jayram, Kumar, Sivakumar, Trevisan, <i>Counting Distinct Elements in a
 * Data Stream</i>, RANDOM 2002. [2] Waldspurger, Park, Garthwaite, Ahmad, <i>Efficient
 * MRC Construction with SHARDS</i>, FAST 2015.
 */
final class KeySample {

	/** Keys at most. */
	static final int CAPACITY = 800;

	/** Nanoseconds of a step of time. */
	static final long NANOS_A_STEP = 1L << 20;

	/**
	 * Gaps between uses that a key may be idle for before it counts as dead. Uses that
	 * come by chance have a longer gap once in 3,000 times.
	 */
	static final double PATIENCE = 8;

	/** Keys that are left when the limit was lowered. */
	private static final int LOWERED = 760;

	/** Keys in use below which the limit is raised. */
	private static final int FEW = CAPACITY / 4;

	private static final int RAISED = 3;

	/** Beyond that nothing is counted: the sum of two such is still a number. */
	static final int MOST_USES = 1 << 29;

	/** Uses longer ago were just as long ago: 13 days. */
	private static final int LONG_AGO = -(1 << 30);

	private static final int SLOTS = 2048;

	private static final byte BORN = 1;

	private static final byte STORED = 2;

	/** One more than the index of a key; zero for an empty slot. */
	private final short[] slots = new short[SLOTS];

	private final int[] fingerprints = new int[CAPACITY];

	private final int[] firstUses = new int[CAPACITY];

	private final int[] lastUses = new int[CAPACITY];

	private final int[] storeTimes = new int[CAPACITY];

	/** Hits that were seen, ever. */
	private final int[] hits = new int[CAPACITY];

	/** Uses that were no hits, ever: of these each is seen. */
	private final char[] others = new char[CAPACITY];

	/** Uses that were seen in this half of the period. */
	private final int[] recent = new int[CAPACITY];

	/** The same of the half before. */
	private final int[] former = new int[CAPACITY];

	private final byte[] flags = new byte[CAPACITY];

	private int size;

	private volatile int limit = KeyFingerprint.GREATEST;

	/** The limit that estimates go by; less than the other since that was raised. */
	private int settledLimit = KeyFingerprint.GREATEST;

	private int raisedAt;

	/** Mean gap between two uses of a key, in steps; 0 if none was used twice. */
	private double typicalGap;

	/**
	 * Whether a key is sampled, as of now. Any thread.
	 */
	boolean includes(int fingerprint) {
		return fingerprint <= this.limit;
	}

	/**
	 * A key was found.
	 */
	void hit(int fingerprint, int now) {
		int index = find(fingerprint);
		if (index < 0) {
			index = add(fingerprint, now, false);
			if (index < 0) {
				return;
			}
		}
		this.hits[index] = oneMore(this.hits[index]);
		use(index, now);
	}

	static int oneMore(int count) {
		return Math.min(count + 1, MOST_USES);
	}

	/**
	 * A key was asked for and not found, or written without having been asked for.
	 */
	void otherUse(int fingerprint, int now) {
		int index = find(fingerprint);
		if (index < 0) {
			index = add(fingerprint, now, this.limit == this.settledLimit || fingerprint <= this.settledLimit);
			if (index < 0) {
				return;
			}
		}
		if (this.others[index] != Character.MAX_VALUE) {
			this.others[index]++;
		}
		use(index, now);
	}

	private void use(int index, int now) {
		this.recent[index] = oneMore(this.recent[index]);
		this.lastUses[index] = Math.max(now, this.lastUses[index]);
	}

	/**
	 * A value of a key was stored.
	 */
	void stored(int fingerprint, int now) {
		int index = find(fingerprint);
		if (index >= 0) {
			this.storeTimes[index] = now;
			this.flags[index] |= STORED;
		}
	}

	/**
	 * The user has removed a key.
	 */
	void removed(int fingerprint) {
		int index = find(fingerprint);
		if (index >= 0) {
			this.flags[index] &= ~STORED;
		}
	}

	/**
	 * The user has removed every key.
	 */
	void cleared() {
		for (int index = 0; index < this.size; index++) {
			this.flags[index] &= ~STORED;
		}
	}

	/** Index of a key; negative if it is not there. */
	int find(int fingerprint) {
		int slot = fingerprint & (SLOTS - 1);
		while (this.slots[slot] != 0) {
			int index = this.slots[slot] - 1;
			if (this.fingerprints[index] == fingerprint) {
				return index;
			}
			slot = (slot + 1) & (SLOTS - 1);
		}
		return -1;
	}

	private int add(int fingerprint, int now, boolean born) {
		if (this.size == CAPACITY) {
			makeRoom(now);
			if (!includes(fingerprint)) {
				return -1;
			}
		}
		int index = this.size++;
		this.fingerprints[index] = fingerprint;
		this.firstUses[index] = now;
		this.lastUses[index] = now;
		this.storeTimes[index] = now;
		this.hits[index] = 0;
		this.others[index] = 0;
		this.recent[index] = 0;
		this.former[index] = 0;
		this.flags[index] = born ? BORN : 0;
		index(index);
		return index;
	}

	private void index(int index) {
		int slot = this.fingerprints[index] & (SLOTS - 1);
		while (this.slots[slot] != 0) {
			slot = (slot + 1) & (SLOTS - 1);
		}
		this.slots[slot] = (short) (index + 1);
	}

	private void makeRoom(int now) {
		dropDead(now);
		if (this.size > LOWERED) {
			int[] ordered = Arrays.copyOf(this.fingerprints, this.size);
			Arrays.sort(ordered);
			int limit = ordered[LOWERED - 1];
			this.limit = limit;
			this.settledLimit = Math.min(this.settledLimit, limit);
			keep((index) -> this.fingerprints[index] <= limit);
		}
	}

	/** Keys that were not used in the period, unless they are used so rarely. */
	private void dropDead(int now) {
		keep((index) -> uses(index) > 0 || !isDead(index, now));
	}

	private void keep(IndexCondition condition) {
		int kept = 0;
		for (int index = 0; index < this.size; index++) {
			if (condition.test(index)) {
				move(index, kept++);
			}
		}
		this.size = kept;
		Arrays.fill(this.slots, (short) 0);
		for (int index = 0; index < kept; index++) {
			index(index);
		}
	}

	private void move(int from, int to) {
		this.fingerprints[to] = this.fingerprints[from];
		this.firstUses[to] = this.firstUses[from];
		this.lastUses[to] = this.lastUses[from];
		this.storeTimes[to] = this.storeTimes[from];
		this.hits[to] = this.hits[from];
		this.others[to] = this.others[from];
		this.recent[to] = this.recent[from];
		this.former[to] = this.former[from];
		this.flags[to] = this.flags[from];
	}

	/**
	 * Looks over the sample: to be called now and then.
	 * @param now the time
	 * @param period steps that the period has lasted
	 */
	void review(int now, int period) {
		double gaps = 0;
		int keys = 0;
		for (int index = 0; index < this.size; index++) {
			int again = allUses(index) - 1;
			if (again > 0) {
				gaps += (double) (this.lastUses[index] - this.firstUses[index]) / again;
				keys++;
			}
		}
		this.typicalGap = (keys > 0) ? gaps / keys : 0;
		if (this.limit != this.settledLimit) {
			this.settledLimit = (now - this.raisedAt >= period) ? this.limit : this.settledLimit;
		}
		else if (this.limit != KeyFingerprint.GREATEST && this.size < CAPACITY && usedKeys() < FEW) {
			dropDead(now);
			if (this.size < FEW) {
				this.limit = (int) Math.min((long) this.limit * RAISED, KeyFingerprint.GREATEST);
				this.raisedAt = now;
			}
		}
	}

	private int usedKeys() {
		int used = 0;
		for (int index = 0; index < this.size; index++) {
			used += (uses(index) > 0) ? 1 : 0;
		}
		return used;
	}

	/**
	 * A new half of the period begins, and time is counted from now on.
	 * @param now the time at which that is
	 */
	void rotate(int now) {
		System.arraycopy(this.recent, 0, this.former, 0, this.size);
		Arrays.fill(this.recent, 0);
		for (int index = 0; index < this.size; index++) {
			this.firstUses[index] = earlier(this.firstUses[index], now);
			this.lastUses[index] = earlier(this.lastUses[index], now);
			this.storeTimes[index] = earlier(this.storeTimes[index], now);
		}
		this.raisedAt = earlier(this.raisedAt, now);
	}

	private static int earlier(int time, int now) {
		return (int) Math.max((long) time - now, LONG_AGO);
	}

	int size() {
		return this.size;
	}

	/** Part of all keys that estimates rest on. */
	double rate() {
		return (this.settledLimit + 1.0) / (KeyFingerprint.GREATEST + 1.0);
	}

	/** Whether a key has been sampled for long enough to count. */
	boolean counts(int index) {
		return this.fingerprints[index] <= this.settledLimit;
	}

	int fingerprint(int index) {
		return this.fingerprints[index];
	}

	/** Whether the first use that was seen was the first there was. */
	boolean isBorn(int index) {
		return (this.flags[index] & BORN) != 0;
	}

	/** Whether a value was stored that the user has not removed. */
	boolean isStored(int index) {
		return (this.flags[index] & STORED) != 0;
	}

	int firstUse(int index) {
		return this.firstUses[index];
	}

	int lastUse(int index) {
		return this.lastUses[index];
	}

	int storeTime(int index) {
		return this.storeTimes[index];
	}

	int hits(int index) {
		return this.hits[index];
	}

	/** Uses that were seen, ever. */
	int allUses(int index) {
		return this.hits[index] + this.others[index];
	}

	/** Uses that were seen in the period. */
	int uses(int index) {
		return this.recent[index] + this.former[index];
	}

	double typicalGap() {
		return this.typicalGap;
	}

	/**
	 * Mean gap between two uses of a key that were seen. A key that was used a few times
	 * only may have been so by chance, so one gap of a typical length counts with its
	 * own.
	 */
	double gap(int index) {
		return (this.lastUses[index] - this.firstUses[index] + this.typicalGap) / allUses(index);
	}

	private boolean isDead(int index, int now) {
		return now - this.lastUses[index] > PATIENCE * gap(index);
	}

	/** Tests the key at an index. */
	@FunctionalInterface
	private interface IndexCondition {

		boolean test(int index);

	}

}
