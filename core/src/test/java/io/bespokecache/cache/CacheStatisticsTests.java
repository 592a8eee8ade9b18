package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.MapStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CacheStatistics}.
 */
class CacheStatisticsTests {

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "0, 5, 0", "5, 0, 1", "3, 1, 0.75" })
	void theHitRatioIsTheShareOfLookupsThatFoundAValue(long hits, long misses, double hitRatio) {
		CacheStatistics statistics = new CacheStatistics(hits, misses, 7, 7, 7, 7, 7, 7, 7, 7, 7, Duration.ZERO,
				MapStatistics.NONE);
		assertThat(statistics.hitRatio()).isEqualTo(hitRatio);
	}

}
