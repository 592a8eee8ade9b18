package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the rules of {@link StrategySelector}, their thresholds, and their words.
 */
class StrategySelectorTests {

	private static final String NEVER_DROPS = "It keeps track of which entries to drop, and this cache never drops "
			+ "one by itself.";

	private static final String NOT_ATOMIC = "It exists for atomic reads and writes of several keys, which this cache "
			+ "does not declare.";

	private static final String NO_SNAPSHOT = "It has no bulk: snapshot, which this cache sets.";

	private static final String NO_ATOMIC = "It has no bulk: atomic, which this cache sets.";

	private static final String NO_VIEWS = "It copies a part of the map with each write, for the sake of consistent "
			+ "views of all entries, which this cache does not declare.";

	@ParameterizedTest
	@CsvSource({ "0.99, PROMOTING", "1, PROMOTING", "0.9899999999999999, SHARDED", "0.5, SHARDED", "0, SHARDED" })
	void fromNinetyNinePercentReadsUpAnUnboundedCacheIsPromoting(double readRatio, Strategy strategy) {
		Workload workload = Workload.builder().readRatio(readRatio).expectedEntries(100_000).build();
		assertThat(StrategySelector.select(workload).strategy()).isEqualTo(strategy);
	}

	@ParameterizedTest
	@CsvSource({ "1, CONCURRENT", "999, CONCURRENT", "1000, SHARDED", "1001, SHARDED" })
	void fromAThousandEntriesUpAnUnboundedMixedCacheIsSharded(long entries, Strategy strategy) {
		Workload workload = Workload.builder().readRatio(0.9).expectedEntries(entries).build();
		assertThat(StrategySelector.select(workload).strategy()).isEqualTo(strategy);
	}

	@ParameterizedTest
	@CsvSource({ "1", "999", "1000", "1000000" })
	void howManyEntriesThereAreDoesNotMatterToAReadMostlyCache(long entries) {
		Workload workload = Workload.builder().readRatio(0.99).expectedEntries(entries).build();
		assertThat(StrategySelector.select(workload).strategy()).isEqualTo(Strategy.PROMOTING);
	}

	@ParameterizedTest
	@CsvSource({ "0.5, 100", "0.999, 100", "0.5, 100000", "0.999, 100000" })
	void anyBoundOrExpiryIsCaffeinesWhateverElseIsDeclared(double readRatio, long entries) {
		Workload.Builder workload = Workload.builder().readRatio(readRatio).expectedEntries(entries);
		assertThat(StrategySelector.select(workload.maximumSize(10L).build()).strategy()).isEqualTo(Strategy.CAFFEINE);
		workload.maximumSize(null).maximumWeight(10L);
		assertThat(StrategySelector.select(workload.build()).strategy()).isEqualTo(Strategy.CAFFEINE);
		workload.maximumWeight(null).expireAfterWrite(Duration.ofMinutes(1));
		assertThat(StrategySelector.select(workload.build()).strategy()).isEqualTo(Strategy.CAFFEINE);
		workload.expireAfterWrite(null).expireAfterAccess(Duration.ofMinutes(1));
		assertThat(StrategySelector.select(workload.build()).strategy()).isEqualTo(Strategy.CAFFEINE);
	}

	@Test
	void aReadMostlyCacheIsExplained() {
		Workload workload = Workload.builder()
			.readRatio(0.999)
			.keyLifetime(Duration.ofDays(2))
			.expectedEntries(250)
			.build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.PROMOTING,
				"Nothing bounds or expires this cache, 99.9 % of its calls are reads, and its keys live about 2d, so "
						+ "nearly every call can be answered from a table that is laid out for reading "
						+ "(decided by rule, not yet by measurement).",
				List.of(new Rejection(Strategy.CONCURRENT,
						"With 99.9 % reads of keys that stay, a table that is laid out for reading should answer "
								+ "faster."),
						new Rejection(Strategy.SHARDED,
								"It is made to keep writers out of each other's way, and only 0.1 % of the calls are "
										+ "writes."),
						new Rejection(Strategy.SNAPSHOT,
								"It exists for consistent views of all entries, which this cache does not declare."),
						new Rejection(Strategy.READ_WRITE_LOCK, NOT_ATOMIC), new Rejection(Strategy.MUTEX, NOT_ATOMIC),
						new Rejection(Strategy.ADAPTIVE_FIFO, NEVER_DROPS),
						new Rejection(Strategy.LRU_REFERENCE, NEVER_DROPS),
						new Rejection(Strategy.CAFFEINE, NEVER_DROPS)),
				List.of()));
	}

	@Test
	void aSmallCacheIsExplained() {
		Workload workload = Workload.builder().readRatio(0.9).expectedEntries(250).build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.CONCURRENT,
				"Nothing bounds or expires this cache, and it holds about 250 entries, fewer than 1,000, so the JDK's "
						+ "ConcurrentHashMap serves it well as it is (decided by rule, not yet by measurement).",
				List.of(new Rejection(Strategy.PROMOTING,
						"Only 90 % of the calls are reads, and laying out a table for reading pays from 99 % up."),
						new Rejection(Strategy.SHARDED,
								"With about 250 entries, fewer than 1,000, there is too little to spread over segments."),
						new Rejection(Strategy.SNAPSHOT,
								"It exists for consistent views of all entries, which this cache does not declare."),
						new Rejection(Strategy.READ_WRITE_LOCK, NOT_ATOMIC), new Rejection(Strategy.MUTEX, NOT_ATOMIC),
						new Rejection(Strategy.ADAPTIVE_FIFO, NEVER_DROPS),
						new Rejection(Strategy.LRU_REFERENCE, NEVER_DROPS),
						new Rejection(Strategy.CAFFEINE, NEVER_DROPS)),
				List.of()));
	}

	@Test
	void aCacheOfMixedUseIsExplained() {
		Workload workload = Workload.builder().readRatio(0.35).expectedEntries(20_000).build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.SHARDED,
				"Nothing bounds or expires this cache, and 65 % of its calls are writes over about 20,000 entries, so "
						+ "independent segments that are locked only to write suit it best "
						+ "(decided by rule, not yet by measurement).",
				List.of(new Rejection(Strategy.CONCURRENT,
						"From 1,000 entries up (here about 20,000), independent segments should do better."),
						new Rejection(Strategy.PROMOTING,
								"Only 35 % of the calls are reads, and laying out a table for reading pays from 99 % "
										+ "up."),
						new Rejection(Strategy.SNAPSHOT,
								"It exists for consistent views of all entries, which this cache does not declare."),
						new Rejection(Strategy.READ_WRITE_LOCK, NOT_ATOMIC), new Rejection(Strategy.MUTEX, NOT_ATOMIC),
						new Rejection(Strategy.ADAPTIVE_FIFO, NEVER_DROPS),
						new Rejection(Strategy.LRU_REFERENCE, NEVER_DROPS),
						new Rejection(Strategy.CAFFEINE, NEVER_DROPS)),
				List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "1, 100000, SNAPSHOT", "0.99, 100000, SNAPSHOT", "0.9899999999999999, 100000, READ_WRITE_LOCK",
			"0.9899999999999999, 1000, READ_WRITE_LOCK", "0.9899999999999999, 999, SNAPSHOT", "0.7, 999, SNAPSHOT",
			"0.7, 1000, READ_WRITE_LOCK", "0.6999999999999999, 1, MUTEX", "0, 100000, MUTEX" })
	void aNeedForSnapshotsIsMetByCopyingUntilWritesAreTooManyForIt(double readRatio, long entries, Strategy strategy) {
		Workload workload = Workload.builder()
			.readRatio(readRatio)
			.expectedEntries(entries)
			.bulk(BulkNeed.SNAPSHOT)
			.build();
		assertThat(StrategySelector.select(workload).strategy()).isEqualTo(strategy);
	}

	@ParameterizedTest
	@CsvSource({ "1, 100, READ_WRITE_LOCK", "1, 100000, READ_WRITE_LOCK", "0.7, 100, READ_WRITE_LOCK",
			"0.7, 100000, READ_WRITE_LOCK", "0.6999999999999999, 100, MUTEX", "0, 100000, MUTEX" })
	void aNeedForAtomicOperationsIsMetByALockThatReadersAvoidWhereReadsDominate(double readRatio, long entries,
			Strategy strategy) {
		Workload workload = Workload.builder()
			.readRatio(readRatio)
			.expectedEntries(entries)
			.bulk(BulkNeed.ATOMIC)
			.build();
		assertThat(StrategySelector.select(workload).strategy()).isEqualTo(strategy);
	}

	@Test
	void aReadMostlyCacheThatNeedsSnapshotsIsExplained() {
		Workload workload = Workload.builder().readRatio(0.999).bulk(BulkNeed.SNAPSHOT).build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.SNAPSHOT,
				"This cache declares 'bulk: snapshot', and 99.9 % of its calls are reads, so writes are few enough to "
						+ "copy a part of the map each, for views of all entries that cost nothing (decided by rule, "
						+ "not yet by measurement).",
				List.of(new Rejection(Strategy.CONCURRENT, NO_SNAPSHOT), new Rejection(Strategy.PROMOTING, NO_SNAPSHOT),
						new Rejection(Strategy.SHARDED, NO_SNAPSHOT),
						new Rejection(Strategy.READ_WRITE_LOCK,
								"It copies all references for each view of the entries, and only 0.1 % of the calls "
										+ "are writes, which could copy a part instead."),
						new Rejection(Strategy.MUTEX,
								"Its readers wait for writers and for each other, and 99.9 % of the calls are reads."),
						new Rejection(Strategy.ADAPTIVE_FIFO, NO_SNAPSHOT),
						new Rejection(Strategy.LRU_REFERENCE, NO_SNAPSHOT),
						new Rejection(Strategy.CAFFEINE, NO_SNAPSHOT)),
				List.of()));
	}

	@Test
	void aSmallCacheThatNeedsSnapshotsIsExplained() {
		Workload workload = Workload.builder().readRatio(0.9).expectedEntries(250).bulk(BulkNeed.SNAPSHOT).build();
		assertThat(StrategySelector.select(workload).reason())
			.isEqualTo("This cache declares 'bulk: snapshot', 90 % of its calls are reads, and it holds about 250 "
					+ "entries, fewer than 1,000, so a write has little to copy for views of all entries that cost "
					+ "nothing (decided by rule, not yet by measurement).");
	}

	@Test
	void aCacheThatNeedsSnapshotsAndIsOftenWrittenIsExplained() {
		Workload workload = Workload.builder().readRatio(0.9).bulk(BulkNeed.SNAPSHOT).build();
		Selection selection = StrategySelector.select(workload);
		assertThat(selection.reason())
			.isEqualTo("This cache declares 'bulk: snapshot', and 10 % of its calls are writes over about 10,000 "
					+ "entries, too many to copy a part of the map for each, so a table whose readers hardly ever take "
					+ "a lock suits it best (decided by rule, not yet by measurement).");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.SNAPSHOT,
					"It copies a part of the map with each write, and 10 % of the calls are writes."))
			.contains(new Rejection(Strategy.MUTEX,
					"Its readers wait for writers and for each other, and 90 % of the calls are reads."));
	}

	@Test
	void aCacheThatNeedsAtomicOperationsIsExplained() {
		Workload workload = Workload.builder().readRatio(0.95).bulk(BulkNeed.ATOMIC).build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.READ_WRITE_LOCK,
				"This cache declares 'bulk: atomic', and 95 % of its calls are reads, so a table whose readers hardly "
						+ "ever take a lock, those of several keys included, suits it best (decided by rule, not yet "
						+ "by measurement).",
				List.of(new Rejection(Strategy.CONCURRENT, NO_ATOMIC), new Rejection(Strategy.PROMOTING, NO_ATOMIC),
						new Rejection(Strategy.SHARDED, NO_ATOMIC), new Rejection(Strategy.SNAPSHOT, NO_VIEWS),
						new Rejection(Strategy.MUTEX,
								"Its readers wait for writers and for each other, and 95 % of the calls are reads."),
						new Rejection(Strategy.ADAPTIVE_FIFO, NO_ATOMIC),
						new Rejection(Strategy.LRU_REFERENCE, NO_ATOMIC), new Rejection(Strategy.CAFFEINE, NO_ATOMIC)),
				List.of()));
	}

	@Test
	void aCacheThatNeedsAtomicOperationsAndIsMostlyWrittenIsExplained() {
		Workload workload = Workload.builder().readRatio(0.35).bulk(BulkNeed.ATOMIC).build();
		assertThat(StrategySelector.select(workload)).isEqualTo(new Selection(Strategy.MUTEX,
				"This cache declares 'bulk: atomic', and 65 % of its calls are writes, so one lock for all and the "
						+ "smallest table suit it best (decided by rule, not yet by measurement).",
				List.of(new Rejection(Strategy.CONCURRENT, NO_ATOMIC), new Rejection(Strategy.PROMOTING, NO_ATOMIC),
						new Rejection(Strategy.SHARDED, NO_ATOMIC), new Rejection(Strategy.SNAPSHOT, NO_VIEWS),
						new Rejection(Strategy.READ_WRITE_LOCK,
								"It takes memory to keep readers from waiting, and only 35 % of the calls are reads."),
						new Rejection(Strategy.ADAPTIVE_FIFO, NO_ATOMIC),
						new Rejection(Strategy.LRU_REFERENCE, NO_ATOMIC), new Rejection(Strategy.CAFFEINE, NO_ATOMIC)),
				List.of()));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE,
			names = { "CONCURRENT", "PROMOTING", "SHARDED", "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void anOverrideThatCannotMeetABulkNeedIsRefused(Strategy strategy) {
		Workload workload = Workload.builder().bulk(BulkNeed.ATOMIC).build();
		assertThatExceptionOfType(UnsuitableStrategyException.class)
			.isThrownBy(() -> StrategySelector.override(workload, strategy))
			.withMessage("Strategy '" + strategy.id() + "' cannot do what the cache asks for: bulk: atomic. "
					+ "Take 'read-write-lock', or give up what it cannot do.");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "SNAPSHOT", "READ_WRITE_LOCK", "MUTEX" })
	void anOverrideThatMeetsABulkNeedIsTaken(Strategy strategy) {
		Workload atomic = Workload.builder().bulk(BulkNeed.ATOMIC).build();
		assertThat(StrategySelector.override(atomic, strategy).strategy()).isEqualTo(strategy);
		Workload snapshot = Workload.builder().bulk(BulkNeed.SNAPSHOT).build();
		assertThat(StrategySelector.override(snapshot, strategy).strategy()).isEqualTo(strategy);
	}

	@Test
	void aCacheThatDropsEntriesIsExplained() {
		Workload workload = Workload.builder()
			.maximumSize(50_000L)
			.expireAfterWrite(Duration.ofMinutes(30))
			.expireAfterAccess(Duration.ofSeconds(90))
			.build();
		Selection selection = StrategySelector.select(workload);
		assertThat(selection.reason()).isEqualTo(
				"This cache holds at most 50,000 entries, and drops an entry 30m after it was written, and drops an "
						+ "entry 90s after it was last used, so it needs a map that drops entries by itself, of which "
						+ "Caffeine's is the proven one (decided by rule, not yet by measurement).");
		assertThat(selection.rejected()).extracting(Rejection::strategy)
			.containsExactly(Strategy.CONCURRENT, Strategy.PROMOTING, Strategy.SHARDED, Strategy.SNAPSHOT,
					Strategy.READ_WRITE_LOCK, Strategy.MUTEX, Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE);
		assertThat(selection.rejected()).extracting(Rejection::reason)
			.containsOnly(
					"It has no maximum-size and no expire-after-write and no expire-after-access, which this "
							+ "cache sets.",
					"It is newer than Caffeine, and no measurement has decided for it yet.",
					"It exists for soft and weak references, which this cache does not ask for, and one scan over "
							+ "many keys flushes it.");
	}

	@Test
	void aCacheOfSoftValuesIsExplained() {
		Selection selection = StrategySelector.select(Workload.builder().values(ReferenceStrength.SOFT).build());
		assertThat(selection.strategy()).isEqualTo(Strategy.CAFFEINE);
		assertThat(selection.reason()).startsWith("This cache lets the garbage collector take its values "
				+ "(values: soft), so it needs a map that drops entries by itself");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.LRU_REFERENCE,
					"It is newer than Caffeine, and no measurement has decided for it yet."))
			.contains(new Rejection(Strategy.ADAPTIVE_FIFO, "It has no values: soft, which this cache sets."));
	}

	@Test
	void onlyOneStrategyHoldsWeakKeys() {
		Workload workload = Workload.builder().weakKeys(true).maximumSize(10L).build();
		Selection selection = StrategySelector.select(workload);
		assertThat(selection.strategy()).isEqualTo(Strategy.LRU_REFERENCE);
		assertThat(selection.reason())
			.isEqualTo("This cache holds at most 10 entries, and keeps an entry only while somebody else refers to its "
					+ "key, and only this map compares such keys by equals (decided by rule, not yet by measurement).");
		assertThat(selection.rejected())
			.contains(new Rejection(Strategy.CAFFEINE, "It has no weak-keys, which this cache sets."));
	}

	@Test
	void aWeightIsNamedInTheReason() {
		Workload workload = Workload.builder().maximumWeight(1_000_000L).build();
		assertThat(StrategySelector.select(workload).reason())
			.startsWith("This cache holds entries of a weight of at most 1,000,000, so it needs");
	}

	@Test
	void oneEntryIsNotWrittenInThePlural() {
		assertThat(StrategySelector.select(Workload.builder().maximumSize(1L).build()).reason())
			.startsWith("This cache holds at most 1 entry, so it needs");
	}

	@Test
	void keysThatLiveForEverAreSaidTo() {
		assertThat(StrategySelector.select(Workload.builder().readRatio(1).build()).reason())
			.contains("100 % of its calls are reads, and its keys live for ever,");
	}

	@Test
	void aShareJustUnderTheThresholdDoesNotReadAsTheThreshold() {
		Selection selection = StrategySelector.select(Workload.builder().readRatio(0.98999999).build());
		assertThat(selection.reason()).contains("1.000001 % of its calls are writes");
		assertThat(selection.rejected()).extracting(Rejection::reason)
			.contains("Only 98.999999 % of the calls are reads, and laying out a table for reading pays from 99 % up.");
	}

	@Test
	void anOverrideIsTakenAndSaysWhatWouldHaveBeenChosen() {
		Workload workload = Workload.builder().expectedEntries(100).build();
		Selection selection = StrategySelector.override(workload, Strategy.SHARDED);
		assertThat(selection.strategy()).isEqualTo(Strategy.SHARDED);
		assertThat(selection.reason())
			.isEqualTo("The configuration demands 'sharded'; left alone, 'concurrent' would have been chosen.");
		assertThat(selection.rejected()).extracting(Rejection::strategy)
			.containsExactly(Strategy.CONCURRENT, Strategy.PROMOTING, Strategy.SNAPSHOT, Strategy.READ_WRITE_LOCK,
					Strategy.MUTEX, Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE, Strategy.CAFFEINE);
		assertThat(selection.rejected()).extracting(Rejection::reason)
			.containsOnly("The configuration demands 'sharded'.");
	}

	@Test
	void anOverrideByWhatWouldHaveBeenChosenSaysSo() {
		Workload workload = Workload.builder().maximumSize(10L).build();
		Selection selection = StrategySelector.override(workload, Strategy.CAFFEINE);
		assertThat(selection.strategy()).isEqualTo(Strategy.CAFFEINE);
		assertThat(selection.reason())
			.isEqualTo("The configuration demands 'caffeine'; it would have been chosen anyway.");
	}

	@ParameterizedTest
	@EnumSource
	void anyStrategyMayHoldACacheThatAsksForNothing(Strategy strategy) {
		Workload workload = Workload.builder().build();
		assertThat(StrategySelector.override(workload, strategy).strategy()).isEqualTo(strategy);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void anOverrideThatCannotDoWhatTheCacheAsksForIsRefused(Strategy strategy) {
		Workload workload = Workload.builder().maximumSize(10L).expireAfterWrite(Duration.ofMinutes(1)).build();
		assertThatExceptionOfType(UnsuitableStrategyException.class)
			.isThrownBy(() -> StrategySelector.override(workload, strategy))
			.withMessage("Strategy '" + strategy.id() + "' cannot do what the cache asks for: maximum-size, "
					+ "expire-after-write. Take 'caffeine', or give up what it cannot do.")
			.satisfies((refusal) -> assertThat(refusal.strategy()).isEqualTo(strategy))
			.satisfies((refusal) -> assertThat(refusal.missing()).isEqualTo("maximum-size, expire-after-write"));
	}

	@Test
	void theRejectionsOfASelectionCannotBeChanged() {
		assertThat(StrategySelector.select(Workload.builder().build()).rejected()).isUnmodifiable();
	}

}
