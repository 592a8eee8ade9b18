package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bound of a map of segments: on the number of entries, or on their weight. It is one
 * for all segments. A segment that has an entry to add takes a place that is left; if
 * none is, it evicts one of its own, or one of a segment that has more than its part,
 * when it has less than its own. So a map that is full and stays full writes to no line
 * that segments share.
 * <p>
 * Whoever calls holds the lock of the segment that he names.
 */
abstract class EntryBound {

	/** Places that a segment keeps for itself are no more than this part of its own. */
	private static final long ENTRIES_A_PLACE = 32;

	private static final int MOST_PLACES = 16;

	/**
	 * Standard deviations from the mean within which sizes of segments are left alone.
	 */
	private static final int DEVIATIONS = 4;

	private final NodeSegment[] segments;

	private final long maximum;

	private final boolean weighed;

	/** Places or weight that are taken, in all segments. */
	private final AtomicLong taken = new AtomicLong();

	/** What a segment has of the bound, if all have as much. */
	private final long part;

	/**
	 * Below this a segment has less than its part, even if hashes are spread by chance.
	 */
	private final long poor;

	private final int mostPlaces;

	/**
	 * Makes a bound of which nothing is taken.
	 * @param segments all segments
	 * @param maximum greatest number or weight of entries; {@link Long#MAX_VALUE} for no
	 * bound
	 * @param weighed whether entries are weighed
	 */
	EntryBound(NodeSegment[] segments, long maximum, boolean weighed) {
		this.segments = segments;
		this.maximum = maximum;
		this.weighed = weighed;
		this.part = maximum / segments.length;
		this.poor = (segments.length > 1) ? this.part - DEVIATIONS * (long) Math.sqrt((double) this.part) : 0;
		this.mostPlaces = weighed ? 0 : (int) Math.min(this.part / ENTRIES_A_PLACE, MOST_PLACES);
	}

	/**
	 * Evicts an entry of a segment; where nothing is weighed, its place is the caller's
	 * then.
	 * @return {@code false} if there is none
	 */
	abstract boolean evict(NodeSegment segment);

	/** Whether there is a bound. */
	final boolean exists() {
		return this.maximum != Long.MAX_VALUE;
	}

	/** Whether an entry is heavier than all entries may be. */
	final boolean isTooHeavy(int weight) {
		return weight > this.maximum;
	}

	/** Takes what an entry needs that is to be added, and evicts others if it must. */
	final void take(NodeSegment segment, int weight) {
		if (this.weighed) {
			takeWeight(segment, weight);
		}
		else {
			takePlace(segment);
		}
	}

	/** Gives back what an entry has taken. */
	final void leave(NodeSegment segment, int weight) {
		if (this.weighed) {
			segment.addWeight(-weight);
			this.taken.addAndGet(-weight);
		}
		else if (exists()) {
			if (segment.places < this.mostPlaces) {
				segment.places++;
			}
			else {
				this.taken.decrementAndGet();
			}
		}
	}

	private void takePlace(NodeSegment segment) {
		if (segment.places > 0) {
			segment.places--;
			return;
		}
		long taken = this.taken.get();
		while (taken < this.maximum) {
			if (this.taken.compareAndSet(taken, taken + 1)) {
				return;
			}
			taken = this.taken.get();
		}
		if (!evictOne(segment)) {
			// Whoever has another segment has to go first.
			this.taken.incrementAndGet();
		}
		evictWhatIsTooMuch(segment);
	}

	/** Takes the difference that another value makes, in an entry that is there. */
	final void takeWeight(NodeSegment segment, int weight) {
		segment.addWeight(weight);
		long taken = this.taken.addAndGet(weight);
		while (taken > this.maximum && evictOne(segment)) {
			taken = this.taken.get();
		}
	}

	/** Evicts entries of a segment while there are too many in all. */
	final void evictWhatIsTooMuch(NodeSegment segment) {
		long taken = this.taken.get();
		while (taken > this.maximum) {
			if (this.weighed) {
				if (!evictFrom(segment)) {
					return;
				}
			}
			else if (this.taken.compareAndSet(taken, taken - 1) && !evictFrom(segment)) {
				this.taken.incrementAndGet();
				return;
			}
			taken = this.taken.get();
		}
	}

	/**
	 * Evicts an entry of a segment, or of another one if it has more than its part.
	 */
	private boolean evictOne(NodeSegment segment) {
		return (held(segment) < this.poor && evictElsewhere(segment, this.part)) || evictFrom(segment)
				|| evictElsewhere(segment, 0);
	}

	private long held(NodeSegment segment) {
		return this.weighed ? segment.weight() : segment.live();
	}

	private boolean evictElsewhere(NodeSegment segment, long more) {
		for (NodeSegment other : this.segments) {
			if (other != segment && held(other) > more && other.tryLock()) {
				try {
					if (evictFrom(other)) {
						return true;
					}
				}
				finally {
					other.unlock();
				}
			}
		}
		return false;
	}

	private boolean evictFrom(NodeSegment segment) {
		if (this.weighed) {
			followNumber(segment);
		}
		return evict(segment);
	}

	/** A bound on weight is one on a number that changes with the weights. */
	private static void followNumber(NodeSegment segment) {
		int live = segment.live();
		int capacity = segment.policy.capacity();
		if (live > 0 && (live > 2L * capacity || live < capacity / 4)) {
			segment.policy.setCapacity(live);
		}
	}

}
