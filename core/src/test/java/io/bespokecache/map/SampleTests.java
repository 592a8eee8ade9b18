package io.bespokecache.map;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Which keys are sampled.
 */
class SampleTests {

	private static final int KEYS = 1_000_000;

	@ParameterizedTest
	@MethodSource("keys")
	void aSampleHasItsPartOfKeysThatAreNumbered(IntFunction<Object> key) {
		for (double part : new double[] { 0.001, 0.01, 0.1, 0.5 }) {
			int threshold = Sample.threshold(part);
			long sampled = IntStream.range(0, KEYS).filter((id) -> Sample.isWithin(mixed(key, id), threshold)).count();
			assertThat(sampled / (part * KEYS)).isCloseTo(1, within(0.15));
		}
	}

	@ParameterizedTest
	@MethodSource("keys")
	void theKeysOfASmallSampleAreSpreadOnceTheyAreMixedAgain(IntFunction<Object> key) {
		int threshold = Sample.threshold(0.01);
		int[] keys = IntStream.range(0, KEYS)
			.map((id) -> mixed(key, id))
			.filter((mixed) -> Sample.isWithin(mixed, threshold))
			.map(Sample::remix)
			.toArray();
		for (int shift = 0; shift <= Integer.SIZE - 4; shift += 4) {
			int bits = shift;
			for (int value = 0; value < 16; value++) {
				int expected = value;
				long same = IntStream.of(keys).filter((mixed) -> ((mixed >>> bits) & 15) == expected).count();
				assertThat(same * 16.0 / keys.length).isCloseTo(1, within(0.3));
			}
		}
	}

	@Test
	void theWholeIsASampleToo() {
		int all = Sample.threshold(1);
		assertThat(IntStream.range(0, KEYS)).allMatch((id) -> Sample.isWithin(Sample.mix(id), all));
	}

	@Test
	void noMixedHashIsZero() {
		assertThat(Sample.mix(0)).isNotZero();
	}

	private static int mixed(IntFunction<Object> key, int id) {
		return Sample.mix(KeyHash.of(key.apply(id)) >>> 2);
	}

	static Stream<Named<IntFunction<Object>>> keys() {
		return Stream.of(Named.of("integers", (id) -> id), Named.of("longs", (id) -> 1_000L * id),
				Named.of("strings", (id) -> "key-" + id));
	}

}
