package io.bespokecache.map;

/**
 * A cache line between what writers of a segment write at each change and what its
 * readers read: the JVM lays out the fields of a superclass first, save that it fills
 * gaps among them.
 */
@SuppressWarnings("UnusedVariable") // they only take room
abstract class NodeSegmentPadding extends NodeSegmentLock {

	private long p0;

	private long p1;

	private long p2;

	private long p3;

	private long p4;

	private long p5;

	private long p6;

	private long p7;

}
