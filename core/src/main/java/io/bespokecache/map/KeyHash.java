package io.bespokecache.map;

import java.util.UUID;

/**
 * The hash of a key as all tables of this package use it: 32 bits, of which the upper
 * ones name the segment and then the slot.
 * <p>
 * It is Fibonacci hashing [1]: the upper half of the product with 2^64 divided by the
 * golden ratio. Keys in an arithmetic progression, as ids and the hash codes of numbered
 * names are, then lie almost evenly, with fewer collisions than random keys have; and
 * every bit of a hash code reaches the upper bits.
 * <p>
 * [1] Knuth, <i>The Art of Computer Programming</i>, volume 3, 6.4.
 */
final class KeyHash {

	/** 2^64 divided by the golden ratio. */
	private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

	private KeyHash() {
	}

	/**
	 * Hash of any key.
	 * @param key the key
	 * @return its hash
	 */
	static int of(Object key) {
		if (key instanceof String string) {
			return ofHashCode(string.hashCode());
		}
		if (key instanceof Long number) {
			return ofWord(number);
		}
		if (key instanceof UUID uuid) {
			return ofWords(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
		}
		return ofHashCode(key.hashCode());
	}

	/**
	 * Hash of a key that is neither a {@link Long} nor a {@link UUID}.
	 * @param hashCode the key's hash code
	 * @return its hash
	 */
	static int ofHashCode(int hashCode) {
		return upperHalf(GOLDEN_RATIO * hashCode);
	}

	/**
	 * Hash of a {@link Long}.
	 * @param word its value
	 * @return its hash
	 */
	static int ofWord(long word) {
		return upperHalf(GOLDEN_RATIO * word);
	}

	/**
	 * Hash of a {@link UUID}.
	 * @param high its most significant bits
	 * @param low its least significant bits
	 * @return its hash
	 */
	static int ofWords(long high, long low) {
		return ofWord(low ^ Long.rotateLeft(high, Integer.SIZE));
	}

	/**
	 * Another hash of any key, for tables that are not made of segments: every bit of its
	 * lower half and the upper bits of its upper half depend on every bit of the key's
	 * own hash code.
	 * @param key the key
	 * @return the hash
	 */
	static long mixed(Object key) {
		// Asked apart from other types, a String's hash is read in place even where many
		// types of keys have been seen.
		return mixed((key instanceof String string) ? string.hashCode() : key.hashCode());
	}

	/**
	 * The same for a key with a given hash code. No two hash codes have the same hash.
	 * @param hashCode the key's own hash code
	 * @return the hash
	 */
	static long mixed(int hashCode) {
		long product = GOLDEN_RATIO * hashCode;
		return product ^ (product >>> Integer.SIZE);
	}

	/** The lowest bit is of little use, and not used: all hashes are odd. */
	private static int upperHalf(long product) {
		return (int) (product >>> Integer.SIZE) | 1;
	}

}
