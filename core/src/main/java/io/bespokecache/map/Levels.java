package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * The levels of a promoting map at one moment.
 */
final class Levels {

	/** The read table. */
	final Segment read;

	/**
	 * The delta that is being folded into {@link #next}, which takes no new keys;
	 * {@code null} if no promotion is under way.
	 */
	final @Nullable SegmentTable folding;

	/**
	 * The read table that is being laid out; {@code null} until a slot of the others may
	 * be marked as moved.
	 */
	final @Nullable Segment next;

	/** What takes new keys. */
	final SegmentTable delta;

	Levels(Segment read, @Nullable SegmentTable folding, @Nullable Segment next, SegmentTable delta) {
		this.read = read;
		this.folding = folding;
		this.next = next;
		this.delta = delta;
	}

}
