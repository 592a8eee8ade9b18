package io.bespokecache.map;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One promotion: the delta of a promoting map was folded into a new read table.
 *
 * @param time when the new read table became visible
 * @param cause why the map was promoted
 * @param keysMoved how many keys the delta had when the new read table was laid out
 * @param duration how long it took to lay out the new read table
 * @param readTableSize how many keys the new read table holds
 * @param waited how long the first of those keys had waited in the delta when the
 * promotion began
 * @param bytesAllocated about what the new read table takes, keys and values left out
 * @param bytesHeldTwice about what the old read table took, which was held beside the new
 * one for the duration
 */
public record Promotion(Instant time, Cause cause, long keysMoved, Duration duration, long readTableSize,
		Duration waited, long bytesAllocated, long bytesHeldTwice) {

	/**
	 * What made a promotion due.
	 */
	public enum Cause {

		/** Delta hits had cost as much as the copy that ends them. */
		DELTA_HITS,

		/** The delta had outgrown the read table. */
		DELTA_FULL,

		/** Too many slots of the read table were dead. */
		DEAD_SLOTS;

		/**
		 * Name of this cause in endpoints, for example {@code delta-hits}.
		 * @return the lower-case name with hyphens
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
