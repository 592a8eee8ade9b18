package io.bespokecache.map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MapStatisticsTests {

	@Test
	void evictionsAreCountedByCauseAndInAll() {
		MapStatistics statistics = new MapStatistics(1, 20, 300, 4_000, 50_000, 600_000);
		assertThat(statistics.evictions(EvictionCause.SIZE)).isEqualTo(1);
		assertThat(statistics.evictions(EvictionCause.EXPIRED)).isEqualTo(20);
		assertThat(statistics.evictions(EvictionCause.COLLECTED)).isEqualTo(300);
		assertThat(statistics.evictions()).isEqualTo(321);
	}

	@Test
	void noneIsZeroThroughout() {
		assertThat(MapStatistics.NONE).isEqualTo(new MapStatistics(0, 0, 0, 0, 0, 0));
	}

}
