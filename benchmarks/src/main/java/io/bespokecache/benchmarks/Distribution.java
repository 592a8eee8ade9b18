package io.bespokecache.benchmarks;

import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * How often each of some keys is asked for.
 */
public enum Distribution {

	/** Zipf's law with exponent 0.99. */
	ZIPF {
		@Override
		ToIntFunction<SplittableRandom> over(int keys) {
			Zipf zipf = new Zipf(keys, EXPONENT, SEED);
			return zipf::draw;
		}
	},

	/** All equally often. */
	UNIFORM {
		@Override
		ToIntFunction<SplittableRandom> over(int keys) {
			return (random) -> random.nextInt(keys);
		}
	},

	/**
	 * Two in five of all draws are of the first hundredth of the keys, all others of all
	 * keys, equally often.
	 */
	HOT {
		@Override
		ToIntFunction<SplittableRandom> over(int keys) {
			int hot = hot(keys);
			return (random) -> random.nextInt((random.nextInt(100) < HOT_PERCENT) ? hot : keys);
		}
	};

	private static final int HOT_PERCENT = 40;

	private static final int HOT_SHARE = 100;

	private static final double EXPONENT = 0.99;

	private static final long SEED = 20_260_101;

	/**
	 * Draws from some keys.
	 * @param keys how many there are
	 * @return gives the number of a key for a random source
	 */
	abstract ToIntFunction<SplittableRandom> over(int keys);

	/**
	 * How many keys are hot, of some keys.
	 */
	static int hot(int keys) {
		return Math.max(keys / HOT_SHARE, 1);
	}

}
