package io.bespokecache.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of {@link StrategySelector} for every workload: tried on a grid and on
 * random workloads between.
 */
class StrategySelectorSweepTests {

	private static final List<BulkNeed> BULK_NEEDS = List.of(BulkNeed.NONE, BulkNeed.SNAPSHOT, BulkNeed.ATOMIC);

	private static final List<Workload> WORKLOADS = Stream.concat(grid(), random()).toList();

	@Test
	void theSweepReachesTheStrategiesThatThisProjectExistsFor() {
		assertThat(WORKLOADS).hasSizeGreaterThan(1_000)
			.extracting((workload) -> StrategySelector.select(workload).strategy())
			.contains(Strategy.PROMOTING, Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE);
	}

	@Test
	void everyStrategyIsEitherChosenOrRejectedAndOnlyOnce() {
		assertThat(WORKLOADS).allSatisfy((workload) -> {
			Selection selection = StrategySelector.select(workload);
			List<Strategy> named = new ArrayList<>(selection.rejected().stream().map(Rejection::strategy).toList());
			assertThat(named).isSorted();
			named.add(selection.strategy());
			assertThat(named).containsExactlyInAnyOrder(Strategy.values());
		});
	}

	@Test
	void whatIsChosenCanDoWhatTheCacheAsksFor() {
		assertThat(WORKLOADS).allSatisfy((workload) -> assertThat(workload.requirements())
			.allMatch(StrategySelector.select(workload).strategy()::can));
	}

	@Test
	void equalWorkloadsAreGivenEqualSelections() {
		assertThat(WORKLOADS).allSatisfy((workload) -> assertThat(StrategySelector.select(copy(workload)))
			.isEqualTo(StrategySelector.select(workload)));
	}

	@Test
	void everyReasonIsASentence() {
		assertThat(WORKLOADS).allSatisfy((workload) -> {
			Selection selection = StrategySelector.select(workload);
			assertThat(selection.reason()).satisfies(StrategySelectorSweepTests::isSentence);
			assertThat(selection.rejected()).extracting(Rejection::reason)
				.allSatisfy(StrategySelectorSweepTests::isSentence);
		});
	}

	@Test
	void everyReasonGivesAPredictionOrSaysThatThereIsNoChoice() {
		assertThat(WORKLOADS).allSatisfy((workload) -> assertThat(StrategySelector.select(workload).reason())
			.containsPattern("\\d ns|only this map can do that"));
	}

	@Test
	void thePlainLibraryIsGivenUpOnlyForATenth() {
		assertThat(WORKLOADS).allSatisfy((workload) -> {
			Selection selection = StrategySelector.select(workload);
			Strategy plain = workload.requirements().isEmpty() ? Strategy.CONCURRENT : Strategy.CAFFEINE;
			if (selection.strategy() != plain && plain.capabilities().containsAll(workload.requirements())) {
				assertThat(cost(selection, selection.strategy()) * StrategySelector.MARGIN)
					.isLessThanOrEqualTo(cost(selection, plain));
			}
		});
	}

	private static double cost(Selection selection, Strategy strategy) {
		return selection.costs()
			.stream()
			.filter((cost) -> cost.strategy() == strategy)
			.findFirst()
			.orElseThrow()
			.nanos();
	}

	@Test
	void anOverrideIsTakenIfAndOnlyIfItCanDoWhatTheCacheAsksFor() {
		assertThat(WORKLOADS).allSatisfy((workload) -> assertThat(Strategy.values()).allSatisfy((strategy) -> {
			boolean suitable = workload.requirements().stream().allMatch(strategy::can);
			assertThat(overridden(workload, strategy)).isEqualTo(Optional.of(strategy).filter((any) -> suitable));
		}));
	}

	private static Optional<Strategy> overridden(Workload workload, Strategy strategy) {
		try {
			return Optional.of(StrategySelector.override(workload, strategy).strategy());
		}
		catch (UnsuitableStrategyException ex) {
			return Optional.empty();
		}
	}

	private static void isSentence(String text) {
		assertThat(text).matches("[A-Z][^\\n]*[^.\\s]\\.")
			.doesNotContain("  ", "null", "NaN", " ,", "..", "PT", "E-", "E+")
			.doesNotContainPattern("\\d\\.\\d*0 %");
	}

	private static Workload copy(Workload workload) {
		return workload.toBuilder().build();
	}

	private static Stream<Workload> grid() {
		List<Workload> workloads = new ArrayList<>();
		for (double readRatio : new double[] { 0, 0.001, 0.5, 0.699999, 0.7, 0.98, 0.989999, 0.99, 0.999, 0.9999999,
				1 }) {
			for (Duration lifetime : List.of(Duration.ofMinutes(1), Duration.ofHours(1), Workload.FOREVER)) {
				for (long entries : new long[] { 1, 999, 1_000, 1_001, Long.MAX_VALUE }) {
					addBounds(workloads, readRatio, lifetime, entries);
				}
			}
		}
		return workloads.stream();
	}

	private static void addBounds(List<Workload> workloads, double readRatio, Duration lifetime, long entries) {
		for (BulkNeed bulk : BULK_NEEDS) {
			add(workloads, readRatio, lifetime, entries, bulk, null, null, null, null);
		}
		add(workloads, readRatio, lifetime, entries, BulkNeed.NONE, 1L, null, null, null);
		add(workloads, readRatio, lifetime, entries, BulkNeed.NONE, Long.MAX_VALUE, null, Duration.ofMinutes(30), null);
		add(workloads, readRatio, lifetime, entries, BulkNeed.NONE, null, 5_000L, null, Duration.ofMillis(1_500));
		add(workloads, readRatio, lifetime, entries, BulkNeed.NONE, null, null, Duration.ofDays(2),
				Duration.ofHours(1));
	}

	private static Stream<Workload> random() {
		Random random = new Random(42);
		List<Workload> workloads = new ArrayList<>();
		while (workloads.size() < 500) {
			add(workloads, random.nextInt(10_001) / 10_000.0, Duration.ofSeconds(1 + random.nextInt(100_000)),
					1 + random.nextInt(5_000), BULK_NEEDS.get(random.nextInt(3)), maybe(random), maybe(random),
					maybeDuration(random), maybeDuration(random));
		}
		return workloads.stream();
	}

	private static @Nullable Long maybe(Random random) {
		return random.nextInt(3) == 0 ? 1L + random.nextInt(100_000) : null;
	}

	private static @Nullable Duration maybeDuration(Random random) {
		return random.nextInt(3) == 0 ? Duration.ofMillis(1 + random.nextInt(10_000_000)) : null;
	}

	private static void add(List<Workload> workloads, double readRatio, Duration lifetime, long entries, BulkNeed bulk,
			@Nullable Long size, @Nullable Long weight, @Nullable Duration write, @Nullable Duration access) {
		for (ReferenceStrength values : ReferenceStrength.values()) {
			for (boolean weakKeys : new boolean[] { false, true }) {
				try {
					workloads.add(new Workload(readRatio, lifetime, entries, bulk, size, weight, write, access, false,
							values, weakKeys));
				}
				catch (InvalidWorkloadException ex) {
					// The sweep is over what is not refused; its size is asserted.
				}
			}
		}
	}

}
