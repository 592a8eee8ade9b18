package io.bespokecache.benchmarks.trace;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Policies on traces whose hits can be counted by hand.
 */
class PolicyTests {

	private static final Trace LOOP = new Trace("loop", LongStream.range(0, 10_000).map((i) -> i % 100).toArray());

	@ParameterizedTest
	@EnumSource
	void whatFitsMissesOnce(Policy policy) {
		assertThat(policy.hitRatio(LOOP, 200, 1)).isEqualTo(0.99);
	}

	@ParameterizedTest
	@EnumSource
	void noPolicyBeatsTheOptimalOne(Policy policy) {
		SplittableRandom random = new SplittableRandom(3);
		Trace trace = new Trace("random",
				LongStream.range(0, 20_000).map((i) -> (long) (Math.pow(random.nextDouble(), 4) * 1_000)).toArray());
		assertThat(policy.hitRatio(trace, 50, 1)).isLessThanOrEqualTo(Policy.OPT.hitRatio(trace, 50, 1));
	}

	@Test
	void theOptimalPolicyKeepsWhatComesNext() {
		// Of 1, 2, 3, 1, 2 with room for two: 3 is not kept.
		assertThat(Policy.OPT.hitRatio(new Trace("short", 1, 2, 3, 1, 2), 2, 1)).isEqualTo(0.4, within(1e-9));
		assertThat(Policy.OPT.hitRatio(LOOP, 50, 1)).isEqualTo(0.49, within(0.01));
	}

	@Test
	void lruHasNoHitInALoopThatDoesNotFit() {
		assertThat(Policy.LRU.hitRatio(LOOP, 99, 1)).isZero();
	}

	@Test
	void s3FifoKeepsWhatWasUsedTwiceInTheSmallQueue() {
		Trace trace = new Trace("hot",
				LongStream.range(0, 30_000).map((i) -> (i % 3 != 0) ? i % 2 : 1_000 + i).toArray());
		assertThat(Policy.S3_FIFO.hitRatio(trace, 20, 1)).isEqualTo(2 / 3.0, within(0.001));
	}

	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE_FIFO", "CAFFEINE" })
	void twoThreadsReplayEachAccessOnce(Policy policy) {
		assertThat(policy.hitRatio(LOOP, 200, 2)).isBetween(0.98, 0.99);
	}

}
