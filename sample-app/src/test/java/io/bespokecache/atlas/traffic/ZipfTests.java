package io.bespokecache.atlas.traffic;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ZipfTests {

	private static final int DRAWS = 200_000;

	@Test
	void theFirstRankIsDrawnAboutTenTimesAsOftenAsTheTenth() {
		List<Integer> counts = draw(new Zipf(100, 1));
		assertThat((double) counts.get(0) / counts.get(9)).isCloseTo(10, Percentage.withPercentage(10));
	}

	@Test
	void withoutASlopeAllRanksAreAlike() {
		List<Integer> counts = draw(new Zipf(10, 0));
		assertThat(counts).allSatisfy((count) -> assertThat(count).isCloseTo(DRAWS / 10, Percentage.withPercentage(5)));
	}

	@Test
	void everyRankCanBeDrawnAndNoOther() {
		assertThat(draw(new Zipf(3, 0.99))).hasSize(3).allSatisfy((count) -> assertThat(count).isPositive());
	}

	private static List<Integer> draw(Zipf zipf) {
		SortedMap<Integer, Integer> counts = new TreeMap<>();
		SplittableRandom random = new SplittableRandom(42);
		for (int i = 0; i < DRAWS; i++) {
			counts.merge(zipf.draw(random), 1, Integer::sum);
		}
		assertThat(counts.firstKey()).isZero();
		assertThat(counts.lastKey()).isEqualTo(counts.size() - 1);
		return List.copyOf(counts.values());
	}

}
