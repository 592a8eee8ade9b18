package io.bespokecache.map;

/**
 * When a promotion pays.
 * <p>
 * <b>Ski rental.</b> Each delta hit costs a second probe and a count; a promotion costs a
 * copy of every entry, and ends those costs for the keys that it moves. To buy when as
 * much has been paid in rent as the purchase costs is at most twice as dear as to have
 * known the future [1]. Reads of keys that are nowhere are not counted: no promotion
 * would make them cheaper.
 * <p>
 * <b>Hysteresis.</b> Where keys come and go, what a promotion moves is dead soon after.
 * So each promotion is judged once, when the next falls due: if less than half of the
 * keys that the delta had when it was closed are still alive, the price doubles, up to
 * {@value #MAXIMUM_PATIENCE} times the cost of the copy; else it halves, down to that
 * cost. A delta of which many keys die before they are moved is judged as what it was,
 * for another like it will fare no better.
 * <p>
 * <b>Bounds.</b> A delta with more entries than the read table, or as many times more as
 * the price is up, is folded whether it is read or not. A read table with more than a
 * quarter of its entries dead is laid out anew; the delta stays, lest keys that came to
 * die make the next dead slots. Both are paid for by the insertions and removals that led
 * to them.
 * <p>
 * Not thread-safe but for {@link #price}: one thread at a time, and each after the other,
 * runs the maintenance of a map.
 * <p>
 * [1] Karlin, Manasse, Rudolph, Sleator, <i>Competitive Snoopy Caching</i>, Algorithmica
 * 1988.
 */
final class PromotionPolicy {

	static final int MAXIMUM_PATIENCE = 64;

	/**
	 * What a delta hit costs more than one in the read table: a second probe and a
	 * striped count. Measured: 6 to 26 ns up to 10,000 entries, where tables lie in the
	 * caches; 50 to 560 ns from 100,000 up.
	 */
	private static final long EXTRA_PROBE_NANOS = 50;

	/**
	 * What a promotion costs for each entry, its share of laying the table out included.
	 * Measured: 250 to 1,300 ns, the most for Strings and for tables that exceed the
	 * caches.
	 */
	private static final long COPY_NANOS = 300;

	/** To hand a promotion to the maintenance thread. */
	private static final long HAND_OVER_NANOS = 5_000;

	/** A delta below this is not worth a copy for its size alone. */
	private static final int SMALLEST_FULL_DELTA = 1024;

	/** Fewer dead slots than this hold little. */
	private static final int FEWEST_DEAD_SLOTS = 16;

	/** Delta hits between two looks at the sum, in each stripe of the counter. */
	private static final int CHECK_INTERVAL = 16;

	private final boolean eager;

	private volatile int patience = 1;

	private boolean judged = true;

	PromotionPolicy() {
		this(false);
	}

	/**
	 * Makes a policy.
	 * @param eager whether to promote at the first occasion, which is correct and slow
	 */
	PromotionPolicy(boolean eager) {
		this.eager = eager;
	}

	/**
	 * How many delta hits pay for a promotion.
	 * @param entries number of entries to copy
	 * @return the number of delta hits
	 */
	long price(long entries) {
		long cost = this.eager ? 1 : (HAND_OVER_NANOS + COPY_NANOS * entries) / EXTRA_PROBE_NANOS;
		return this.patience * cost;
	}

	/**
	 * Whether a stripe of the counter that has come this far should look at the sum.
	 * @param count what the stripe has counted
	 * @return {@code true} every so many counts
	 */
	boolean isTimeToCheck(long count) {
		return this.eager || count % CHECK_INTERVAL == 0;
	}

	/**
	 * Whether the delta has outgrown the read table.
	 * @param delta entries in the delta
	 * @param read entries in the read table when it was laid out
	 * @return {@code true} if it should be folded whatever its use
	 */
	boolean isDeltaFull(long delta, long read) {
		return this.eager ? delta > Math.max(read, 1) : delta > this.patience * Math.max(read, SMALLEST_FULL_DELTA);
	}

	/**
	 * Whether too many slots of the read table are dead.
	 * @param dead its dead slots
	 * @param read its entries when it was laid out
	 * @return {@code true} if it should be laid out anew
	 */
	boolean isDecayed(long dead, long read) {
		return dead >= (this.eager ? 1 : FEWEST_DEAD_SLOTS) && dead * 4 > read;
	}

	/**
	 * Starts to await the judgement of a promotion that was just done.
	 */
	void promoted() {
		this.judged = false;
	}

	/**
	 * Whether the last promotion is still to be judged.
	 * @return {@code true} until {@link #judge} has been called
	 */
	boolean isJudgementDue() {
		return !this.judged;
	}

	/**
	 * Judges the last promotion by what became of the keys that it moved.
	 * @param moved how many keys the delta had when it was closed; those that were gone
	 * before they were moved are dead
	 * @param alive how many of them still have a value
	 */
	void judge(long moved, long alive) {
		this.patience = (alive * 2 < moved) ? Math.min(this.patience * 2, MAXIMUM_PATIENCE)
				: Math.max(this.patience / 2, 1);
		this.judged = true;
	}

	/**
	 * Judges the last promotion when the read table decays, which is before half of a
	 * large table can be dead: by whose slots are.
	 * @param dead how many slots of the read table are dead
	 * @param promoted how many of them are of keys that the last promotion moved
	 */
	void judgeDecay(long dead, long promoted) {
		if (promoted * 2 > dead) {
			judge(dead, 0);
		}
		this.judged = true;
	}

}
