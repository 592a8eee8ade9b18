package io.bespokecache.benchmarks;

import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DistributionTests {

	private static final int DRAWS = 100_000;

	@Test
	void hotKeysAreDrawnTwoTimesInFive() {
		ToIntFunction<SplittableRandom> keys = Distribution.HOT.over(1_000);
		SplittableRandom random = new SplittableRandom(1);
		int hot = 0;
		for (int i = 0; i < DRAWS; i++) {
			int key = keys.applyAsInt(random);
			assertThat(key).isBetween(0, 999);
			hot += (key < Distribution.hot(1_000)) ? 1 : 0;
		}
		// The others go to all keys, the hot ones among them.
		assertThat(hot).isCloseTo(DRAWS * 406 / 1_000, within(DRAWS / 100));
	}

}
