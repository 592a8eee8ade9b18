package io.bespokecache.shared;

/**
 * Answer to who asks for the right to load a key.
 *
 * @param outcome what was decided
 * @param control where the shard stood at that moment
 */
public record Claim(Outcome outcome, Control control) {

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
