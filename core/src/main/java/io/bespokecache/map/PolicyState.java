package io.bespokecache.map;

import java.util.List;

/**
 * How a map that evicts decides what to evict, as of now: of two queues, a small one that
 * entries come to first, and the main one, for those that are used again.
 *
 * @param smallShare share of the small queue that the policy aims at, from 0 to 1; the
 * mean over all segments of the map
 * @param smallEntries entries in the small queue, 0 or more. Of entries that were removed
 * some may be counted for a while
 * @param mainEntries entries in the main queue, the same way
 * @param shareChosenByShadows whether simulations of other shares have chosen the share;
 * otherwise it is the one that the policy begins with, or near it
 * @param sampledAccesses accesses that the simulations have seen since the map was made,
 * 0 or more
 * @param curve what is predicted for other bounds, by ascending factor; empty where
 * nothing is simulated, or has been yet
 */
public record PolicyState(double smallShare, long smallEntries, long mainEntries, boolean shareChosenByShadows,
		long sampledAccesses, List<SizePrediction> curve) {

	/** Keeps a copy of the curve. */
	public PolicyState {
		curve = List.copyOf(curve);
	}

}
