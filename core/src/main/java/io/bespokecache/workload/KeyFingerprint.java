package io.bespokecache.workload;

/**
 * What is known of a key in a sample: 31 bits that look as if drawn by chance, the same
 * for equal keys.
 */
final class KeyFingerprint {

	/** Of keys drawn by chance, each fingerprint up to here is as likely. */
	static final int GREATEST = Integer.MAX_VALUE;

	/** 2^64 divided by the golden ratio. */
	private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

	private static final int FIRST_FACTOR = 0x85EB_CA6B;

	private static final int SECOND_FACTOR = 0xC2B2_AE35;

	private KeyFingerprint() {
	}

	/**
	 * Fingerprint of a key. Of a {@link Long} it has all bits, since numbers whose upper
	 * halves count as well have few hash codes.
	 * @param key the key
	 * @return from 0 to {@link #GREATEST}
	 */
	static int of(Object key) {
		if (key instanceof String string) {
			return mix(string.hashCode()) >>> 1;
		}
		if (key instanceof Long number) {
			long product = number * GOLDEN_RATIO;
			return mix((int) (product ^ (product >>> Integer.SIZE))) >>> 1;
		}
		return mix(key.hashCode()) >>> 1;
	}

	/**
	 * Murmur3's last step. No two numbers become the same.
	 */
	static int mix(int number) {
		int mixed = number ^ (number >>> 16);
		mixed *= FIRST_FACTOR;
		mixed ^= mixed >>> 13;
		mixed *= SECOND_FACTOR;
		return mixed ^ (mixed >>> 16);
	}

	/**
	 * A number that depends on nothing but a fingerprint, for a choice that is to be the
	 * same each time.
	 * @param fingerprint the fingerprint
	 * @return from 0 to less than 1
	 */
	static double chance(int fingerprint) {
		return (mix(fingerprint ^ SECOND_FACTOR) >>> 1) / (GREATEST + 1.0);
	}

}
