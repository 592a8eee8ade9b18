package io.bespokecache.test;

/**
 * A fault that keeps announcements back until it ends, and then hands them over in the
 * order of the caller's choice. Returns when they have been handed over. Those of a store
 * whose announcements are {@linkplain Chaos#disconnect disconnected} meanwhile are lost.
 */
public interface HeldMessages extends Fault {

	/**
	 * How many announcements are being held.
	 * @return 0 or more
	 */
	int held();

	/**
	 * Ends the fault and hands over what it holds in the order in which it arrived.
	 */
	void releaseInOrder();

	/**
	 * Ends the fault and hands over what it holds, the last that arrived first.
	 */
	void releaseReversed();

	/**
	 * Ends the fault and hands over what it holds in an order drawn at random.
	 * @param seed the same seed gives the same order
	 */
	void releaseShuffled(long seed);

	/**
	 * The same as {@link #releaseInOrder()}.
	 */
	@Override
	void end();

}
