package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * The levels of a promoting map at one moment.
 */
final class Levels {

	/** How many read tables there were before {@link #read}. */
	final int readNumber;

	/** How many deltas there were before {@link #delta}. */
	final int deltaNumber;

	/** The read table. */
	final Segment read;

	/**
	 * What is being folded into {@link #next}, and takes no new keys: the delta as it
	 * was, or an empty one if only dead slots are to go; {@code null} if no promotion is
	 * under way.
	 */
	final @Nullable SegmentTable folding;

	/**
	 * The read table that is being laid out; {@code null} until a slot of the others may
	 * be marked as moved.
	 */
	final @Nullable Segment next;

	/** What takes new keys. */
	final SegmentTable delta;

	/**
	 * The first levels of a map.
	 */
	Levels(Segment read, SegmentTable delta) {
		this(0, 0, read, null, null, delta);
	}

	private Levels(int readNumber, int deltaNumber, Segment read, @Nullable SegmentTable folding,
			@Nullable Segment next, SegmentTable delta) {
		this.readNumber = readNumber;
		this.deltaNumber = deltaNumber;
		this.read = read;
		this.folding = folding;
		this.next = next;
		this.delta = delta;
	}

	/** The delta is to be folded, and another one takes new keys. */
	Levels closed(SegmentTable newDelta) {
		return new Levels(this.readNumber, this.deltaNumber + 1, this.read, this.delta, null, newDelta);
	}

	/** The read table is to be laid out anew without its dead slots. */
	Levels decayed(SegmentTable nothing) {
		return new Levels(this.readNumber, this.deltaNumber, this.read, nothing, null, this.delta);
	}

	/** Entries may be moved from now on. */
	Levels moving(Segment next) {
		return new Levels(this.readNumber, this.deltaNumber, this.read, this.folding, next, this.delta);
	}

	/** All entries have been moved. */
	Levels promoted(Segment next) {
		return new Levels(this.readNumber + 1, this.deltaNumber, next, null, null, this.delta);
	}

}
