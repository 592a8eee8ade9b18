package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.List;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadCounts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentHitRatioTests {

	private static final List<CountsInPeriod> HISTORY = List.of(period(2, 10, 90), period(1, 50, 50),
			period(0, 80, 20));

	private static CountsInPeriod period(int minutesAgo, long hits, long misses) {
		return new CountsInPeriod(Duration.ofMinutes(minutesAgo), Duration.ofMinutes(1), hits, misses,
				new Evictions(0, 0, 0), 0, LoadCounts.NONE);
	}

	@Test
	void withoutAChangeItIsThatOfTheWholeHistory() {
		assertThat(RecentHitRatio.since(null, HISTORY)).isEqualTo(140 / 300.0);
	}

	@Test
	void afterAChangeWhatWasBeforeDoesNotCount() {
		assertThat(RecentHitRatio.since(Duration.ofMinutes(2), HISTORY)).isEqualTo(130 / 200.0);
		assertThat(RecentHitRatio.since(Duration.ofSeconds(90), HISTORY)).isEqualTo(0.8);
	}

	@Test
	void rightAfterAChangeItIsUnknown() {
		assertThat(RecentHitRatio.since(Duration.ofSeconds(59), HISTORY)).isNull();
		assertThat(RecentHitRatio.since(null, List.of())).isNull();
	}

}
