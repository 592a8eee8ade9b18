package io.bespokecache.map;

/**
 * How keys hash. Each call of {@link #key} makes a new object, so that two keys of one
 * number are equal and not identical.
 */
enum KeyShape {

	/** Small integers: neighbouring hash codes. */
	INTEGERS {
		@Override
		Object key(int id) {
			return new HashedKey(id, id);
		}
	},

	/** Strings with well spread hash codes. */
	STRINGS {
		@Override
		Object key(int id) {
			return "key-" + id;
		}
	},

	/** Different strings that all have one hash code. */
	COLLIDING_STRINGS {
		@Override
		Object key(int id) {
			StringBuilder key = new StringBuilder(2 * BITS);
			for (int bit = 0; bit < BITS; bit++) {
				key.append(((id >>> bit & 1) == 0) ? "Aa" : "BB");
			}
			return key.toString();
		}
	},

	/** Every hash code is the same. */
	COLLIDING {
		@Override
		Object key(int id) {
			return new HashedKey(id, 42);
		}
	},

	/** Sixteen hash codes for all keys. */
	TRUNCATED {
		@Override
		Object key(int id) {
			return new HashedKey(id, id & 0xF);
		}
	},

	/** Hash codes that differ in their upper sixteen bits only. */
	UPPER_BITS {
		@Override
		Object key(int id) {
			return new HashedKey(id, id << 16);
		}
	};

	private static final int BITS = 17;

	abstract Object key(int id);

}
