package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a segment for iteration, each as it was while they were copied.
 */
abstract class SegmentCopy {

	/** Number of slots. */
	abstract int slots();

	/** Value in a slot or {@link Segment#DEAD}; {@code null} if it is free. */
	abstract @Nullable Object value(int slot);

	/** Key in a slot that is not free, or one that is equal to it. */
	abstract Object key(int slot);

}
