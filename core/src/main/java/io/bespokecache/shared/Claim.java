package io.bespokecache.shared;

import org.jspecify.annotations.Nullable;

/**
 * Answer to who asks for a key or the right to load it.
 *
 * @param outcome what was decided
 * @param control where the shard stood at that moment
 * @param value the value, if there is one that the claimant has not seen; {@code null}
 * otherwise. Not to be modified
 * @param remainingMillis milliseconds until that value expires, 0 or more; 0 if there is
 * none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Claim(Outcome outcome, Control control, byte @Nullable [] value, long remainingMillis) {

	/**
	 * There is a value.
	 * @param control where the shard stands
	 * @param value the value, which is not to be modified
	 * @param remainingMillis milliseconds until it expires, 0 or more
	 * @return the answer
	 */
	public static Claim present(Control control, byte[] value, long remainingMillis) {
		return new Claim(Outcome.PRESENT, control, value, remainingMillis);
	}

	/**
	 * There is no value, and the right to load it is granted, or somebody else has it.
	 * @param control where the shard stands
	 * @param granted whether it is granted
	 * @return the answer
	 */
	public static Claim absent(Control control, boolean granted) {
		return new Claim(granted ? Outcome.GRANTED : Outcome.HELD, control, null, 0);
	}

	/**
	 * What was read.
	 */
	Reading reading() {
		return new Reading(this.value, this.remainingMillis, this.control);
	}

	/**
	 * What was decided.
	 */
	public enum Outcome {

		/** The right was granted, until the lease ends or somebody evicts the key. */
		GRANTED,

		/** Somebody else has it. */
		HELD,

		/** There is a value that the claimant has not seen. */
		PRESENT

	}

}
