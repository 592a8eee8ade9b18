package io.bespokecache.benchmarks;

import java.util.SplittableRandom;

/**
 * Kinds of keys. Each call of {@link #key} makes a new object, so that two keys of one
 * number are equal and not identical.
 */
public enum Keys {

	/** Sequential numbers. */
	LONG {
		@Override
		public Object key(long id) {
			return 1_000_000_000_000L + id;
		}
	},

	/** Random UUIDs. */
	UUID {
		@Override
		public Object key(long id) {
			SplittableRandom random = new SplittableRandom(id);
			return new java.util.UUID(random.nextLong(), random.nextLong());
		}
	},

	/** Strings of up to fifteen Latin-1 characters. */
	SHORT_STRING {
		@Override
		public Object key(long id) {
			return "user:" + id;
		}
	},

	/** Strings of some thirty characters. */
	LONG_STRING {
		@Override
		public Object key(long id) {
			return "tenant-0042:customer:" + (100_000_000 + id);
		}
	},

	/** Records of two numbers, which no map packs. */
	RECORD {
		@Override
		public Object key(long id) {
			return new Point((int) id, 7);
		}
	};

	/**
	 * A key.
	 * @param id its number, 0 or more
	 * @return a new object
	 */
	public abstract Object key(long id);

	/**
	 * Key of two numbers.
	 *
	 * @param x one number
	 * @param y another
	 */
	record Point(int x, int y) {

	}

}
