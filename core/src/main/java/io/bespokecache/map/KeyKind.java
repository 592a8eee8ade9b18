package io.bespokecache.map;

/**
 * What is kept of a key: the key itself or, for small immutable keys of the JDK, the
 * words that it consists of.
 * <p>
 * A key that is packed is compared without being dereferenced, which saves the one or two
 * cache misses that a look-up spends on the stored key, and the key object is garbage
 * once it has been put. Equal keys have equal words and the other way round: a key is
 * what its words are, so whoever asks for the keys later gets equal ones, not the same.
 */
enum KeyKind {

	/** Any key, by reference. */
	OBJECT {
		@Override
		boolean covers(Object key) {
			return true;
		}
	},

	/** {@link Long}, in one word. */
	LONG {
		@Override
		boolean covers(Object key) {
			return key instanceof Long;
		}
	},

	/** {@link Integer}, in one word. */
	INTEGER {
		@Override
		boolean covers(Object key) {
			return key instanceof Integer;
		}
	},

	/** {@link java.util.UUID}, in two words. */
	UUID {
		@Override
		boolean covers(Object key) {
			return key instanceof java.util.UUID;
		}
	},

	/**
	 * A String of up to {@value PackedString#MAXIMUM_LENGTH} characters, all of them
	 * Latin-1, in two words.
	 */
	STRING {
		@Override
		boolean covers(Object key) {
			return key instanceof String string && new PackedString(string).isPackable();
		}
	};

	/**
	 * Whether keys of this kind include a key.
	 * @param key the key
	 * @return {@code true} if it can be kept so
	 */
	abstract boolean covers(Object key);

	/**
	 * The narrowest kind that covers a key.
	 * @param key the key
	 * @return its kind
	 */
	static KeyKind of(Object key) {
		if (key instanceof String) {
			return STRING.covers(key) ? STRING : OBJECT;
		}
		if (key instanceof Long) {
			return LONG;
		}
		if (key instanceof Integer) {
			return INTEGER;
		}
		return (key instanceof java.util.UUID) ? UUID : OBJECT;
	}

}
