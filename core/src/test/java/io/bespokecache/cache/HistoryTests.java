package io.bespokecache.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.map.MapStatistics;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link History}.
 */
class HistoryTests {

	/** Far from zero, and about to overflow, as a clock of this contract may be. */
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

	private final History history = new History(this.nanos::get);

	private long steps;

	/** Those of one step. */
	private static final LoadCounts LOADS = new LoadCounts(10, 6, 7, 8, 11, 12, 13);

	@Test
	void aNewHistoryHasNoPeriods() {
		this.history.add(statistics(1));
		assertThat(this.history.periods()).isEmpty();
	}

	@Test
	void aPeriodHasTheCountsThatCameSinceTheOneBefore() {
		step(Duration.ofSeconds(15));
		step(Duration.ofSeconds(20));
		this.nanos.addAndGet(Duration.ofSeconds(3).toNanos());
		assertThat(this.history.periods()).containsExactly(
				new CountsInPeriod(Duration.ofSeconds(23), Duration.ofSeconds(15), 9, 1, new Evictions(2, 3, 4), 5,
						LOADS),
				new CountsInPeriod(Duration.ofSeconds(3), Duration.ofSeconds(20), 9, 1, new Evictions(2, 3, 4), 5,
						LOADS));
	}

	@Test
	void moreCallsMakeNoMorePeriods() {
		for (int second = 0; second < 60; second++) {
			step(Duration.ofSeconds(1));
		}
		assertThat(this.history.periods()).hasSize(4)
			.allSatisfy((period) -> assertThat(period.length()).isEqualTo(Duration.ofSeconds(15)))
			.allSatisfy((period) -> assertThat(period.hits()).isEqualTo(15 * 9));
	}

	@Test
	void aFullHistoryGetsCoarserAndLosesNothing() {
		for (int second = 0; second < 15 * 60; second++) {
			step(Duration.ofSeconds(1));
		}
		assertThat(this.history.periods()).hasSize(30)
			.allSatisfy((period) -> assertThat(period.length()).isEqualTo(Duration.ofSeconds(30)));
		assertThat(this.history.periods().stream().mapToLong(CountsInPeriod::lookups).sum()).isEqualTo(9_000);
		assertThat(this.history.periods().stream().mapToLong((period) -> period.evictions().total()).sum())
			.isEqualTo(9 * 900);
		assertThat(this.history.periods().stream().map(CountsInPeriod::loads).reduce(LoadCounts.NONE, LoadCounts::plus))
			.isEqualTo(LoadCounts.of(statistics(900)));
		assertThat(this.history.periods().get(0).ago()).isEqualTo(Duration.ofSeconds(15 * 60 - 30));
	}

	@Test
	void anOldHistoryIsOfTheLastHour() {
		for (int second = 0; second < 3 * 3_600; second++) {
			step(Duration.ofSeconds(1));
		}
		List<CountsInPeriod> periods = this.history.periods();
		assertThat(periods).hasSize(History.CAPACITY - 1)
			.allSatisfy((period) -> assertThat(period.length()).isEqualTo(History.LONGEST_PERIOD));
		assertThat(periods.get(periods.size() - 1).ago()).isZero();
	}

	@Test
	void aPeriodWithoutLookupsHasNoHits() {
		this.nanos.addAndGet(Duration.ofSeconds(15).toNanos());
		this.history.add(statistics(0));
		assertThat(this.history.periods().get(0).hitRatio()).isZero();
		step(Duration.ofSeconds(15));
		assertThat(this.history.periods().get(1).hitRatio()).isEqualTo(0.9);
	}

	@Test
	void aReviewedCacheHasAHistory() {
		LocalCache<String, String> cache = LocalCache.<String, String>builder("cities", Workload.builder().build())
			.nanoClock(this.nanos::get)
			.build();
		cache.put("Zurich", "city");
		cache.get("Zurich");
		cache.get("Nairobi");
		cache.review();
		assertThat(cache.history()).isEmpty();
		this.nanos.addAndGet(History.SHORTEST_PERIOD.toNanos());
		cache.review();
		assertThat(cache.history()).containsExactly(new CountsInPeriod(Duration.ZERO, History.SHORTEST_PERIOD, 1, 1,
				new Evictions(0, 0, 0), 0, LoadCounts.NONE));
	}

	private void step(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.steps++;
		this.history.add(statistics(this.steps));
	}

	private static CacheStatistics statistics(long steps) {
		return new CacheStatistics(9 * steps, steps, 0, 0, 10 * steps, 6 * steps, 7 * steps, 8 * steps, 11 * steps,
				12 * steps, 13 * steps, Duration.ZERO,
				new MapStatistics(2 * steps, 3 * steps, 4 * steps, 0, 5 * steps, 0));
	}

}
