package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadCounts;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.spring.actuate.ReportedCache.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Signs}: what is over is no sign any more.
 */
class SignsTests {

	private static final LoadCounts FAILING = new LoadCounts(100, 40, 0, 0, 0, 0, 0);

	private static ReportedCache cache(List<CountsInPeriod> history) {
		CacheDescriptor troubled = Reports.troubled("cities").cache();
		return new ReportedCache("cities", troubled, history, false);
	}

	private static List<CountsInPeriod> history(int minutes, LoadCounts lastMinute) {
		List<CountsInPeriod> history = new ArrayList<>();
		for (int minute = minutes; minute > 0; minute--) {
			history.add(new CountsInPeriod(Duration.ofMinutes(minute - 1), Duration.ofMinutes(1), 90, 10,
					new Evictions(0, 0, 0), 0, (minute == 1) ? lastMinute : LoadCounts.NONE));
		}
		return history;
	}

	@Test
	void aCacheThatWentWellForAnHourIsFine() {
		assertThat(cache(history(59, LoadCounts.NONE)).state()).isEqualTo(State.FINE);
	}

	@Test
	void whatFailedInTheLastHourIsTold() {
		assertThat(Signs.of(cache(history(59, FAILING))))
			.containsExactly("40 loads failed in the last hour. Look at the source behind the cache.");
	}

	@Test
	void aYoungCacheIsJudgedByItsWholeLife() {
		assertThat(Signs.of(cache(history(30, LoadCounts.NONE)))).isNotEmpty()
			.allSatisfy((sign) -> assertThat(sign).contains(" since the start. "));
		assertThat(Signs.of(cache(List.of()))).isEqualTo(Signs.of(cache(history(30, LoadCounts.NONE))));
	}

	@Test
	void aSecondLevelIsJudgedByHowItStandsNow() {
		assertThat(Signs.of(Reports.shared("cities"))).isEmpty();
		assertThat(Signs.of(Reports.outOfReach("cities"))).containsExactly(
				"The second level, redis, is out of reach: nothing is shared, and evictions wait. Look at the server "
						+ "and the way to it.",
				"7 evictions wait to be tried again. Until then other processes may serve what was evicted here.");
	}

	@Test
	void aSecondLevelThatIsConnectedMayFailOrNotBeHeard() {
		assertThat(Signs.of(second(true, BreakerState.OPEN))).singleElement()
			.asString()
			.startsWith("The second level, redis, fails or is too slow");
		assertThat(Signs.of(second(false, BreakerState.CLOSED))).singleElement()
			.asString()
			.startsWith("What other processes evict is not heard now");
	}

	private static ReportedCache second(boolean coherent, BreakerState breaker) {
		return Reports.shared("cities", new SecondLevelStatistics("redis", true, coherent, null, breaker, 0, 0, 0, 0, 0,
				0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, Duration.ZERO));
	}

}
