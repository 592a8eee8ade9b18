package io.bespokecache.map;

/**
 * Values that the types forbid, as a caller without a null checker may pass them.
 */
final class Unchecked {

	private Unchecked() {
	}

	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" }) // that is its
																		// purpose
	static <T> T nothing() {
		return null;
	}

}
