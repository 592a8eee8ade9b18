package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of how {@link StrategySelector} chooses by given costs, of its words, and of the
 * costs that are shipped.
 */
class StrategySelectorTests {

	private static final String NEVER_DROPS = "It keeps track of which entries to drop, and this cache never drops "
			+ "one by itself.";

	private static final Workload UNBOUNDED = Workload.builder().readRatio(0.999).expectedEntries(1_000).build();

	private static final Workload BOUNDED = Workload.builder()
		.maximumSize(50_000L)
		.expireAfterWrite(Duration.ofMinutes(30))
		.expireAfterAccess(Duration.ofSeconds(90))
		.build();

	@ParameterizedTest
	@CsvSource({ "100, 90, SHARDED", "100, 91, CONCURRENT", "100, 100, CONCURRENT", "100, 110, CONCURRENT" })
	void thePlainLibraryIsGivenUpForATenth(double plain, double other, Strategy chosen) {
		assertThat(select(UNBOUNDED, unbounded(plain).with(Strategy.SHARDED, other)).strategy()).isEqualTo(chosen);
	}

	@Test
	void ofTwoThatAreFasterThanThePlainLibraryTheFastestIsChosen() {
		MadeUpCosts costs = unbounded(100).with(Strategy.SHARDED, 80).with(Strategy.PROMOTING, 79);
		assertThat(select(UNBOUNDED, costs).strategy()).isEqualTo(Strategy.PROMOTING);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void whatKeepsTrackOfEntriesIsNoCandidateWhereNoneIsDropped(Strategy strategy) {
		Selection selection = select(UNBOUNDED, unbounded(100).with(strategy, 10));
		assertThat(selection.strategy()).isEqualTo(Strategy.CONCURRENT);
		assertThat(selection.rejected()).contains(new Rejection(strategy, NEVER_DROPS));
		assertThat(selection.costs()).contains(new PredictedCost(strategy, 10));
	}

	@Test
	void aMapThatScansFlushIsNoCandidateForStrongValues() {
		Workload workload = Workload.builder().maximumSize(10L).build();
		MadeUpCosts costs = MadeUpCosts.of(Demand.BOUNDED)
			.with(Strategy.CAFFEINE, 100)
			.with(Strategy.ADAPTIVE_FIFO, 50)
			.with(Strategy.LRU_REFERENCE, 20);
		Selection selection = select(workload, costs);
		assertThat(selection.strategy()).isEqualTo(Strategy.ADAPTIVE_FIFO);
		assertThat(selection.rejected()).contains(new Rejection(Strategy.LRU_REFERENCE,
				"It exists for soft and weak references, which this cache does not ask for, and one scan over many "
						+ "keys flushes it."));
	}

	@Test
	void aFasterStrategyIsExplained() {
		assertThat(select(UNBOUNDED,
				unbounded(18.4).with(Strategy.SHARDED, 12.2)
					.with(Strategy.PROMOTING, 9.96)
					.with(Strategy.MUTEX, 1_234.5)))
			.isEqualTo(new Selection(Strategy.PROMOTING,
					"Nothing bounds or expires this cache. With 99.9 % reads of about 1,000 entries whose keys live for "
							+ "ever, an operation is predicted to take 10 ns, with 'concurrent' 18 ns.",
					List.of(new Rejection(Strategy.CONCURRENT,
							"An operation is predicted to take 18 ns, 1.8 times as long as with 'promoting'."),
							new Rejection(Strategy.SHARDED,
									"An operation is predicted to take 12 ns, 1.2 times as long as with 'promoting'."),
							new Rejection(Strategy.SNAPSHOT, "It has not been measured for such a cache."),
							new Rejection(Strategy.READ_WRITE_LOCK, "It has not been measured for such a cache."),
							new Rejection(Strategy.MUTEX,
									"An operation is predicted to take 1,200 ns, 123.9 times as long as with "
											+ "'promoting'."),
							new Rejection(Strategy.ADAPTIVE_FIFO, NEVER_DROPS),
							new Rejection(Strategy.LRU_REFERENCE, NEVER_DROPS),
							new Rejection(Strategy.CAFFEINE, NEVER_DROPS)),
					List.of(new PredictedCost(Strategy.PROMOTING, 9.96), new PredictedCost(Strategy.SHARDED, 12.2),
							new PredictedCost(Strategy.CONCURRENT, 18.4), new PredictedCost(Strategy.MUTEX, 1_234.5))));
	}

	@Test
	void thePlainLibraryIsExplainedWhereNothingIsFaster() {
		Selection selection = select(UNBOUNDED, unbounded(10).with(Strategy.SHARDED, 11));
		assertThat(selection.reason()).endsWith(", no other map is predicted to be faster than 10 ns an operation.");
	}

	@Test
	void thePlainLibraryIsExplainedWhereLittleIsGained() {
		Selection selection = select(UNBOUNDED, unbounded(106).with(Strategy.SHARDED, 100));
		assertThat(selection.reason()).endsWith(", 'sharded' is predicted to be only 6 % faster than 110 ns an "
				+ "operation, too little to give up the plain library.");
		assertThat(selection.rejected()).contains(new Rejection(Strategy.SHARDED,
				"It is predicted to be only 6 % faster than 'concurrent', too little to give up the plain library."));
	}

	@Test
	void aCacheThatDropsEntriesIsExplained() {
		Selection selection = select(BOUNDED,
				MadeUpCosts.of(Demand.EXPIRING).with(Strategy.CAFFEINE, 100).with(Strategy.ADAPTIVE_FIFO, 40));
		assertThat(selection.strategy()).isEqualTo(Strategy.ADAPTIVE_FIFO);
		assertThat(selection.reason()).isEqualTo(
				"This cache holds at most 50,000 entries, and drops an entry 30m after it was written, and drops an "
						+ "entry 90s after it was last used. With 90 % reads of about 50,000 entries whose keys live "
						+ "for ever, an operation is predicted to take 40 ns, with 'caffeine' 100 ns.");
		assertThat(selection.rejected()).contains(new Rejection(Strategy.MUTEX,
				"It has no maximum-size and no expire-after-write and no expire-after-access, which this cache sets."));
	}

	@Test
	void aCacheOfSoftValuesIsExplained() {
		Workload workload = Workload.builder().values(ReferenceStrength.SOFT).keyLifetime(Duration.ofHours(5)).build();
		Selection selection = select(workload,
				MadeUpCosts.of(Demand.COLLECTABLE).with(Strategy.CAFFEINE, 100).with(Strategy.LRU_REFERENCE, 40));
		assertThat(selection.strategy()).isEqualTo(Strategy.LRU_REFERENCE);
		assertThat(selection.reason()).isEqualTo("This cache lets the garbage collector take its values "
				+ "(values: soft). With 90 % reads of about 10,000 entries whose keys live about 5h, an operation is "
				+ "predicted to take 40 ns, with 'caffeine' 100 ns.");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.ADAPTIVE_FIFO, "It has no values: soft, which this cache sets."));
	}

	@Test
	void onlyOneStrategyHoldsWeakKeys() {
		Workload workload = Workload.builder().weakKeys(true).maximumSize(1L).build();
		Selection selection = select(workload,
				MadeUpCosts.of(Demand.COLLECTABLE).with(Strategy.LRU_REFERENCE, 50).with(Strategy.CAFFEINE, 20));
		assertThat(selection.strategy()).isEqualTo(Strategy.LRU_REFERENCE);
		assertThat(selection.reason())
			.isEqualTo("This cache holds at most 1 entry, and keeps an entry only while somebody else refers to its "
					+ "key, and only this map can do that.");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.CAFFEINE, "It has no weak-keys, which this cache sets."));
	}

	@Test
	void aBulkNeedIsExplained() {
		Workload workload = Workload.builder().bulk(BulkNeed.ATOMIC).readRatio(0.98999999).build();
		Selection selection = select(workload,
				MadeUpCosts.of(Demand.ATOMIC).with(Strategy.MUTEX, 80).with(Strategy.READ_WRITE_LOCK, 40));
		assertThat(selection.reason()).isEqualTo("This cache declares 'bulk: atomic'. With 98.999999 % reads of about "
				+ "10,000 entries whose keys live for ever, an operation is predicted to take 40 ns, with 'mutex' 80 "
				+ "ns.");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.SHARDED, "It has no bulk: atomic, which this cache sets."))
			.contains(new Rejection(Strategy.MUTEX,
					"An operation is predicted to take 80 ns, 2.0 times as long as with 'read-write-lock'."));
	}

	@Test
	void aWeightIsNamedInTheReason() {
		Workload workload = Workload.builder().maximumWeight(1_000_000L).build();
		assertThat(select(workload,
				MadeUpCosts.of(Demand.BOUNDED).with(Strategy.CAFFEINE, 9).with(Strategy.ADAPTIVE_FIFO, 5))
			.reason()).startsWith("This cache holds entries of a weight of at most 1,000,000. With");
	}

	@Test
	void oneEntryIsNotWrittenInThePlural() {
		Workload workload = Workload.builder().maximumSize(1L).build();
		assertThat(select(workload, MadeUpCosts.of(Demand.BOUNDED).with(Strategy.CAFFEINE, 9)).reason())
			.startsWith("This cache holds at most 1 entry, and only");
	}

	@ParameterizedTest
	@EnumSource
	void theShippedCostsCoverEveryStrategyThatMayBeChosenAndThePlainLibraries(Demand demand) {
		Workload workload = demanding(demand);
		Set<Strategy> measured = CostModel.shipped()
			.predict(workload, 2)
			.stream()
			.map(PredictedCost::strategy)
			.collect(Collectors.toSet());
		assertThat(measured).isEqualTo(Stream.of(Strategy.values())
			.filter((strategy) -> strategy.capabilities().containsAll(workload.requirements()))
			.filter((strategy) -> demand != Demand.UNBOUNDED || strategy == Strategy.CAFFEINE
					|| Unneeded.reason(workload, strategy) == null)
			.collect(Collectors.toSet()));
	}

	@ParameterizedTest
	@EnumSource
	void byTheShippedCostsTheChoiceIsTheCheapestCandidateOrLosesLessThanATenth(Demand demand) {
		Selection selection = StrategySelector.select(demanding(demand));
		List<PredictedCost> candidates = selection.costs()
			.stream()
			.filter((cost) -> Unneeded.reason(demanding(demand), cost.strategy()) == null)
			.toList();
		assertThat(candidates).filteredOn((cost) -> cost.strategy() == selection.strategy())
			.singleElement()
			.satisfies((chosen) -> assertThat(chosen.nanos())
				.isLessThan(candidates.get(0).nanos() * StrategySelector.MARGIN + 0.01));
	}

	@Test
	void theProcessorsOfTheMachineDecideHowManyThreadsAreReckonedWith() {
		assertThat(StrategySelector.select(UNBOUNDED)).isEqualTo(
				StrategySelector.select(UNBOUNDED, CostModel.shipped(), Runtime.getRuntime().availableProcessors()));
		assertThat(StrategySelector.select(UNBOUNDED, CostModel.shipped(), 1).costs())
			.isNotEqualTo(StrategySelector.select(UNBOUNDED, CostModel.shipped(), 2).costs());
	}

	@Test
	void anOverrideIsTakenAndSaysWhatWouldHaveBeenChosen() {
		Workload workload = Workload.builder().expectedEntries(100).build();
		Selection selection = StrategySelector.override(workload, Strategy.MUTEX);
		Selection chosen = StrategySelector.select(workload);
		assertThat(selection.strategy()).isEqualTo(Strategy.MUTEX);
		assertThat(selection.reason()).isEqualTo("The configuration demands 'mutex'; left alone, '"
				+ chosen.strategy().id() + "' would have been chosen.");
		assertThat(selection.rejected()).extracting(Rejection::strategy)
			.containsExactly(Strategy.CONCURRENT, Strategy.PROMOTING, Strategy.SHARDED, Strategy.SNAPSHOT,
					Strategy.READ_WRITE_LOCK, Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE, Strategy.CAFFEINE);
		assertThat(selection.rejected()).extracting(Rejection::reason)
			.containsOnly("The configuration demands 'mutex'.");
		assertThat(selection.costs()).isEqualTo(chosen.costs());
		assertThat(selection.demanded()).isTrue();
	}

	@Test
	void anOverrideByWhatWouldHaveBeenChosenSaysSo() {
		Strategy chosen = StrategySelector.select(BOUNDED).strategy();
		Selection selection = StrategySelector.override(BOUNDED, chosen);
		assertThat(selection.strategy()).isEqualTo(chosen);
		assertThat(selection.reason())
			.isEqualTo("The configuration demands '" + chosen.id() + "'; it would have been chosen anyway.");
	}

	@ParameterizedTest
	@EnumSource
	void anyStrategyMayHoldACacheThatAsksForNothing(Strategy strategy) {
		assertThat(StrategySelector.override(UNBOUNDED, strategy).strategy()).isEqualTo(strategy);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void anOverrideThatCannotDoWhatTheCacheAsksForIsRefused(Strategy strategy) {
		Workload workload = Workload.builder().maximumSize(10L).expireAfterWrite(Duration.ofMinutes(1)).build();
		assertThatExceptionOfType(UnsuitableStrategyException.class)
			.isThrownBy(() -> StrategySelector.override(workload, strategy))
			.withMessage("Strategy '" + strategy.id() + "' cannot do what the cache asks for: maximum-size, "
					+ "expire-after-write. Take '" + StrategySelector.select(workload).strategy().id()
					+ "', or give up what it cannot do.")
			.satisfies((refusal) -> assertThat(refusal.strategy()).isEqualTo(strategy))
			.satisfies((refusal) -> assertThat(refusal.missing()).isEqualTo("maximum-size, expire-after-write"));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "SNAPSHOT", "READ_WRITE_LOCK", "MUTEX" })
	void anOverrideThatMeetsABulkNeedIsTaken(Strategy strategy) {
		for (BulkNeed need : List.of(BulkNeed.ATOMIC, BulkNeed.SNAPSHOT)) {
			Workload workload = Workload.builder().bulk(need).build();
			assertThat(StrategySelector.override(workload, strategy).strategy()).isEqualTo(strategy);
		}
	}

	@Test
	void theRejectionsAndCostsOfASelectionCannotBeChanged() {
		Selection selection = select(UNBOUNDED, unbounded(9));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> selection.rejected().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> selection.costs().clear());
	}

	private static Workload demanding(Demand demand) {
		return switch (demand) {
			case UNBOUNDED -> UNBOUNDED;
			case BOUNDED -> Workload.builder().maximumSize(10_000L).build();
			case EXPIRING -> BOUNDED;
			case COLLECTABLE -> Workload.builder().values(ReferenceStrength.SOFT).build();
			case SNAPSHOT -> Workload.builder().bulk(BulkNeed.SNAPSHOT).build();
			case ATOMIC -> Workload.builder().bulk(BulkNeed.ATOMIC).build();
		};
	}

	private static MadeUpCosts unbounded(double plain) {
		return MadeUpCosts.of(Demand.UNBOUNDED).with(Strategy.CONCURRENT, plain);
	}

	private static Selection select(Workload workload, MadeUpCosts costs) {
		return StrategySelector.select(workload, costs.model(), 2);
	}

}
