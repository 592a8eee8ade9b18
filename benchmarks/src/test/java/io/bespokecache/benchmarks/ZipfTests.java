package io.bespokecache.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ZipfTests {

	private static final int DRAWS = 500_000;

	@Test
	void theMostPopularIndexIsDrawnTwiceAsOftenAsTheNext() {
		int[] counts = draw(new Zipf(100, 1, 1));
		Arrays.sort(counts);
		assertThat((double) counts[99] / counts[98]).isCloseTo(2, Percentage.withPercentage(5));
		assertThat(counts[0]).isPositive();
	}

	@Test
	void anotherSeedMakesOtherIndicesPopular() {
		assertThat(mostPopular(draw(new Zipf(1_000, 0.99, 1))))
			.isNotEqualTo(mostPopular(draw(new Zipf(1_000, 0.99, 2))));
	}

	private static int[] draw(Zipf zipf) {
		int[] counts = new int[1_000];
		SplittableRandom random = new SplittableRandom(42);
		for (int i = 0; i < DRAWS; i++) {
			counts[zipf.draw(random)]++;
		}
		int size = 1_000;
		while (counts[size - 1] == 0) {
			size--;
		}
		return Arrays.copyOf(counts, size);
	}

	private static int mostPopular(int[] counts) {
		int best = 0;
		for (int i = 1; i < counts.length; i++) {
			best = (counts[i] > counts[best]) ? i : best;
		}
		return best;
	}

}
