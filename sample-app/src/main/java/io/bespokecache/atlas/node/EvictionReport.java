package io.bespokecache.atlas.node;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An eviction, and how it travelled.
 *
 * @param city name of the city that was evicted
 * @param by name of the node that evicted it
 * @param callMillis how long the eviction took its caller
 * @param arrivals when each node had dropped the city
 * @param answers who answered for it afterwards, on one node after the other
 */
record EvictionReport(String city, String by, double callMillis, List<Arrival> arrivals, List<Answer> answers) {

	/**
	 * The eviction as one node saw it.
	 *
	 * @param node name of the node
	 * @param millis time from the call of the eviction until the entry was seen to be
	 * gone; {@code null} if it never was
	 */
	record Arrival(String node, @Nullable Double millis) {

	}

	/**
	 * What came of the next look-up.
	 *
	 * @param node name of the node
	 * @param from who answered
	 * @param millis how long that took
	 */
	record Answer(String node, String from, double millis) {

	}

}
