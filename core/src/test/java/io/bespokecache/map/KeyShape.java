package io.bespokecache.map;

import java.util.UUID;

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
	},

	/** Numbers, which some tables pack. */
	LONGS {
		@Override
		Object key(int id) {
			return (long) id;
		}
	},

	/** UUIDs, which some tables pack. */
	UUIDS {
		@Override
		Object key(int id) {
			return new UUID(0x0123_4567_89AB_4DEFL, id);
		}
	},

	/** Keys of all types, so that tables that pack one of them have to stop. */
	MIXED {
		@Override
		Object key(int id) {
			return switch (id % 5) {
				case 0 -> (long) id;
				case 1 -> id;
				case 2 -> "key-" + id;
				case 3 -> new UUID(0, id);
				default -> new HashedKey(id, id);
			};
		}
	};

	private static final int BITS = 17;

	abstract Object key(int id);

}
