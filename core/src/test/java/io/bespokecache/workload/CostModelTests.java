package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link CostModel}.
 */
class CostModelTests {

	/** Costs double with ten times the entries, and with ten times the writes. */
	private static final String TABLE = """
			# A comment
			entries	100	1000	100000
			reads	0	0.9	0.99
			unbounded	concurrent	2	false	100	40	20	10
			unbounded	concurrent	2	false	1000	80	40	20
			unbounded	concurrent	2	false	100000	320	160	80
			unbounded	concurrent	2	true	100	400	200	100
			unbounded	concurrent	2	true	1000	800	400	200
			unbounded	concurrent	2	true	100000	3200	1600	800
			unbounded	concurrent	1	false	100	4	2	1
			unbounded	concurrent	1	false	1000	8	4	2
			unbounded	concurrent	1	false	100000	32	16	8
			unbounded	concurrent	1	true	100	40	20	10
			unbounded	concurrent	1	true	1000	80	40	20
			unbounded	concurrent	1	true	100000	320	160	80
			""";

	private final CostModel model = CostModel.parse(TABLE);

	@ParameterizedTest
	@CsvSource({ "100, 0, 40", "1000, 0.9, 40", "100000, 0.99, 80" })
	void aPointOfTheTableIsPredictedAsItIs(long entries, double reads, double nanos) {
		assertThat(nanos(entries, reads, Workload.FOREVER, 2)).isCloseTo(nanos, within(0.005));
	}

	@Test
	void betweenPointsLogarithmsAreInterpolated() {
		assertThat(nanos(10_000, 0.99, Workload.FOREVER, 2)).isCloseTo(40, within(0.005));
		assertThat(nanos(100, 1 - Math.sqrt(0.001), Workload.FOREVER, 2)).isCloseTo(10 * Math.sqrt(2), within(0.005));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 10", "1, 0.9999999, 10", "9223372036854775807, 0, 320" })
	void beyondThePointsTheNearestIsTaken(long entries, double reads, double nanos) {
		assertThat(nanos(entries, reads, Workload.FOREVER, 2)).isCloseTo(nanos, within(0.005));
	}

	@Test
	void severalThreadsCostWhatTwoDo() {
		assertThat(nanos(100, 0, Workload.FOREVER, 64)).isCloseTo(40, within(0.005));
		assertThat(nanos(100, 0, Workload.FOREVER, 1)).isCloseTo(4, within(0.005));
	}

	@Test
	void theShorterKeysLiveTheMoreWritesBringNewOnes() {
		assertThat(nanos(100, 0, Duration.ofDays(2), 2)).isCloseTo(40, within(0.005));
		assertThat(nanos(100, 0, Duration.ofHours(1), 2)).isCloseTo(400, within(0.005));
		double between = nanos(100, 0, Duration.ofHours(7), 2);
		assertThat(between).isBetween(100.0, 160.0);
		assertThat(nanos(100, 0, Duration.ofHours(3), 2)).isGreaterThan(between);
	}

	@Test
	void whatWasNotMeasuredIsNotPredicted() {
		assertThat(this.model.predict(Workload.builder().maximumSize(10L).build(), 2)).isEmpty();
	}

	@Test
	void predictionsComeWithTheCheapestFirstAndOnlyForStrategiesThatCanDoIt() {
		Workload workload = Workload.builder().maximumSize(10L).build();
		CostModel model = MadeUpCosts.of(Demand.BOUNDED)
			.with(Strategy.CONCURRENT, 1)
			.with(Strategy.CAFFEINE, 90)
			.with(Strategy.ADAPTIVE_FIFO, 30)
			.model();
		assertThat(model.predict(workload, 2)).extracting(PredictedCost::strategy)
			.containsExactly(Strategy.ADAPTIVE_FIFO, Strategy.CAFFEINE);
	}

	@Test
	void theBoundSaysHowManyEntriesThereAre() {
		CostModel bounded = CostModel.parse(TABLE.replace("unbounded", "bounded").replace("concurrent", "caffeine"));
		Workload workload = Workload.builder().readRatio(0).maximumSize(100_000L).expectedEntries(100).build();
		assertThat(bounded.predict(workload, 2).get(0).nanos()).isCloseTo(320, within(0.005));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "entries\t100\n", "reads\t0.1\nentries\t100\n", "entries\t100\t100\nreads\t0.1\n",
			"entries\t100\nreads\t0.9\t0.1\n", "entries\t100\nreads\t0.1\nunbounded\tconcurrent\t1\tfalse\t100\t7\n",
			"entries\t100\nreads\t0.1\nunbounded\tconcurrent\t1\tfalse\t200\t7\n",
			"entries\t100\nreads\t0.1\nunbounded\tconcurrent\t1\tfalse\t100\t0\n",
			"entries\t100\nreads\t0.1\nunbounded\tconcurrent\t1\tfalse\t100\tInfinity\n",
			"entries\t100\t200\nreads\t0.1\nunbounded\tconcurrent\t1\tfalse\t100\t7\n",
			"entries\t100\nreads\t0.1\nunbounded\tfastest\t1\tfalse\t100\t7\n",
			"entries\t100\nreads\t0.1\nunlimited\tconcurrent\t1\tfalse\t100\t7\n" })
	void whatIsNoTableIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> CostModel.parse(text));
	}

	@ParameterizedTest
	@EnumSource
	void everyDemandIsToldFromTheWorkload(Demand demand) {
		Workload workload = switch (demand) {
			case UNBOUNDED -> Workload.builder().build();
			case BOUNDED -> Workload.builder().maximumWeight(10L).build();
			case EXPIRING -> Workload.builder().expireAfterAccess(Duration.ofMinutes(1)).build();
			case COLLECTABLE -> Workload.builder().values(ReferenceStrength.WEAK).build();
			case SNAPSHOT -> Workload.builder().bulk(BulkNeed.SNAPSHOT).build();
			case ATOMIC -> Workload.builder().bulk(BulkNeed.ATOMIC).build();
		};
		assertThat(Demand.of(workload)).isEqualTo(demand);
	}

	private double nanos(long entries, double reads, Duration lifetime, int threads) {
		Workload workload = Workload.builder().readRatio(reads).expectedEntries(entries).keyLifetime(lifetime).build();
		List<PredictedCost> costs = this.model.predict(workload, threads);
		assertThat(costs).hasSize(1);
		return costs.get(0).nanos();
	}

}
