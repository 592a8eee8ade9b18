package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.AdviceKind;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That an advice rests on enough, lasts, and can be followed.
 */
class AdviceEvidenceTests {

	private static final Duration LOAD = Duration.ofMillis(2);

	@Test
	void atTheRateAtWhichEvidenceIsJustEnoughAnAdviceComesOnce() {
		GeneratedUse use = GeneratedUse.of(expiring("10m"), 1).withLoadsOf(Duration.ofSeconds(1));
		readFor(use, 3_600, 17, () -> use.random().nextBoolean() ? 0 : use.random().nextInt(1_000));
		assertThat(use.told()).containsOnlyOnce(AdviceKind.HOT_KEYS);
	}

	@Test
	void aQuietNightDoesNotEndAndRenewAnAdvice() {
		GeneratedUse use = GeneratedUse.of(expiring("10m"), 1).withLoadsOf(Duration.ofSeconds(1));
		LongSupplier keys = () -> use.random().nextBoolean() ? 0 : use.random().nextInt(1_000);
		readFor(use, 1_200, 30, keys);
		use.advanceTo(use.now() + 8 * 3_600);
		assertThat(kinds(use)).contains(AdviceKind.HOT_KEYS);
		readFor(use, 1_200, 30, keys);
		assertThat(use.told()).containsOnlyOnce(AdviceKind.HOT_KEYS);
	}

	@Test
	void entriesThatNobodyUsesAtNightAreNotStale() {
		Workload workload = Workload.builder().expectedEntries(2_000).build();
		GeneratedUse use = GeneratedUse.of(LocalCache.builder("advised", workload), 1).withLoadsOf(LOAD);
		readFor(use, 3_600, 5, () -> use.random().nextInt(2_000));
		use.advanceTo(use.now() + 8 * 3_600);
		assertThat(use.told()).doesNotContain(AdviceKind.STALE_ENTRIES);
	}

	@Test
	void entriesThatWereThereFromTheStartAreNotStale() {
		GeneratedUse use = GeneratedUse.of(unbounded(), 1).withLoadsOf(LOAD);
		for (long key = 0; key < 20_000; key++) {
			use.cache().restore(key, key, Duration.ZERO);
		}
		readFor(use, 20_000, 5, () -> use.random().nextInt(500));
		assertThat(use.told()).doesNotContain(AdviceKind.STALE_ENTRIES);
	}

	@Test
	void aBoundThatIsIdleOrWasJustFilledIsNotTooLarge() {
		GeneratedUse use = GeneratedUse.of(bounded(2_000, Strategy.CAFFEINE), 1).withLoadsOf(LOAD);
		for (long key = 0; key < 2_000; key++) {
			use.cache().restore(key, key, Duration.ZERO);
		}
		readFor(use, 1_200, 20, () -> use.random().nextInt(100));
		use.advanceTo(use.now() + 8 * 3_600);
		assertThat(use.told()).doesNotContain(AdviceKind.BOUND_TOO_LARGE, AdviceKind.BOUND_TOO_SMALL);
	}

	@Test
	void aCacheThatFillsMayYetPay() {
		GeneratedUse use = GeneratedUse.of(bounded(50_000, Strategy.CAFFEINE), 1).withLoadsOf(Duration.ofNanos(90_000));
		readFor(use, 300, 60, () -> use.random().nextInt(40_000) + 1L);
		assertThat(use.told()).doesNotContain(AdviceKind.DOES_NOT_PAY);
	}

	@Test
	void aCacheWhoseKeysHardlyComeAgainIsSeenToBeSoBeforeItIsFull() {
		GeneratedUse use = GeneratedUse
			.of(LocalCache.builder("nearest",
					Workload.builder().maximumSize(5_000L).expireAfterWrite(Duration.ofMinutes(5)).build()), 1)
			.withLoadsOf(Duration.ofMillis(5));
		readFor(use, 80, 60, use::newKey);
		assertThat(use.told()).containsExactly(AdviceKind.DOES_NOT_PAY);
		assertThat(use.cache().size()).isLessThan(5_000);
	}

	@Test
	void withinTwoMinutesABoundIsSeenToBeTooSmallThoughNullsHaveATimeToLiveOfTheirOwn() {
		for (Strategy strategy : List.of(Strategy.CAFFEINE, Strategy.ADAPTIVE_FIFO)) {
			Workload workload = Workload.builder()
				.maximumSize(2_000L)
				.expireAfterWrite(Duration.ofMinutes(30))
				.variableExpiry(true)
				.build();
			GeneratedUse use = GeneratedUse
				.of(LocalCache.<Long, Long>builder("city-by-id", workload)
					.selection(StrategySelector.override(workload, strategy))
					.maintenanceExecutor(Runnable::run)
					.expiry((key, value) -> null), 1)
				.withLoadsOf(LOAD);
			readFor(use, 110, 600, () -> use.random().nextInt(6_000));
			assertThat(use.told()).as(strategy.id()).contains(AdviceKind.BOUND_TOO_SMALL);
		}
	}

	@Test
	void withinTwoMinutesAKeyIsSeenToBeHotThoughAllWereThereFromTheStart() {
		GeneratedUse use = GeneratedUse.of(unbounded(), 1);
		for (long key = 0; key < 250; key++) {
			use.cache().put(key, key);
		}
		readFor(use, 110, 1_000, () -> (use.random().nextInt(3) > 0) ? 7 : use.random().nextInt(250));
		assertThat(use.told()).contains(AdviceKind.HOT_KEYS);
		assertThat(advice(use, AdviceKind.HOT_KEYS).cost()).contains("was not seen");
	}

	@Test
	void whatNobodyDeclaredDoesNotDiffer() {
		Workload workload = Workload.builder()
			.readRatio(0.999)
			.expectedEntries(100_000)
			.keyLifetime(Duration.ofDays(90))
			.build();
		GeneratedUse use = GeneratedUse
			.of(LocalCache.<Long, Long>builder("assumed", workload)
				.assumed(Set.of("readRatio", "expectedEntries", "keyLifetime")), 1)
			.withLoadsOf(LOAD);
		readAndWriteFor(use, 1_200);
		assertThat(use.told()).doesNotContain(AdviceKind.DECLARATION_DIFFERS);
	}

	@Test
	void aClearIsOneWrite() {
		GeneratedUse use = GeneratedUse.of(unbounded(), 1);
		for (long key = 0; key < 1_000; key++) {
			use.write(key);
		}
		use.cache().clear();
		use.advanceTo(10);
		assertThat(use.cache().statistics().removals()).isEqualTo(1_000);
		assertThat(use.cache().observed()).satisfies((observed) -> assertThat(observed.writes()).isEqualTo(1_001));
	}

	@Test
	void timeBeforeTheFirstUseIsNotRecent() {
		GeneratedUse use = GeneratedUse.of(bounded(1_000, Strategy.CAFFEINE), 1).withLoadsOf(Duration.ofNanos(100));
		use.advanceTo(86_400);
		readFor(use, 100, 50, () -> (use.random().nextInt(5) > 0) ? use.random().nextInt(100) : use.newKey());
		assertThat(use.told()).containsExactly(AdviceKind.DOES_NOT_PAY);
	}

	@Test
	void aDemandedStrategyThatCannotFollowAnAdviceGivesWayToOneThatCan() {
		Workload workload = Workload.builder().expectedEntries(500).build();
		GeneratedUse use = GeneratedUse
			.of(LocalCache.<Long, Long>builder("demanded", workload)
				.selection(StrategySelector.override(workload, Strategy.SHARDED)), 1)
			.withLoadsOf(LOAD);
		use.generations(10, 10, (draw) -> 30, 9_000);
		assertThat(advice(use, AdviceKind.STALE_ENTRIES).settings()).extracting(Setting::property)
			.containsExactly("expire-after-access", "strategy");
	}

	@Test
	void aCacheThatSwitchesByItselfIsNotToldWhichStrategyToDemand() {
		GeneratedUse use = GeneratedUse
			.of(LocalCache.<Long, Long>builder("switching", Workload.builder().readRatio(0.999).build())
				.adaptivity(Adaptivity.SWITCH), 1)
			.withLoadsOf(LOAD);
		for (int second = 0; second < 400; second++) {
			use.advanceTo(use.now() + 1);
			for (int key = 0; key < 500; key++) {
				long fresh = use.newKey();
				for (int times = 0; times < 10; times++) {
					use.read(fresh);
				}
			}
		}
		assertThat(use.everyAdvice()).flatExtracting(Advice::settings)
			.extracting(Setting::property)
			.doesNotContain("strategy");
	}

	@Test
	void noTwoAdvicesSetOnePropertyAndNoneContradictsAnother() {
		GeneratedUse small = GeneratedUse.of(bounded(300, Strategy.CAFFEINE), 1).withLoadsOf(Duration.ofNanos(100));
		readFor(small, 300, 100, () -> small.random().nextInt(6_000));
		assertThat(small.told()).containsOnlyOnce(AdviceKind.BOUND_TOO_SMALL);
		assertThat(kinds(small)).doesNotContain(AdviceKind.DOES_NOT_PAY, AdviceKind.BOUND_TOO_LARGE);
		List<String> properties = new ArrayList<>();
		small.cache()
			.advice()
			.forEach((advice) -> advice.settings().forEach((setting) -> properties.add(setting.property())));
		assertThat(properties).doesNotHaveDuplicates();
	}

	@Test
	void whatIsRefreshedAlreadyHasNoHotKey() {
		LocalCache.Builder<Long, Long> refreshed = LocalCache.<Long, Long>builder("refreshed", unboundedWorkload())
			.refreshExecutor(Runnable::run)
			.loadPolicy(new LoadPolicy(null, Duration.ofMinutes(5), null));
		GeneratedUse use = GeneratedUse.of(refreshed, 1).withLoadsOf(Duration.ofSeconds(1));
		readFor(use, 600, 100, () -> use.random().nextBoolean() ? 0 : use.random().nextInt(1_000));
		assertThat(use.told()).doesNotContain(AdviceKind.HOT_KEYS);
	}

	private static void readFor(GeneratedUse use, double seconds, double rate, LongSupplier keys) {
		double end = use.now() + seconds;
		while (use.now() < end) {
			use.advanceTo(use.now() + 1 / rate);
			use.read(keys.getAsLong());
		}
	}

	private static void readAndWriteFor(GeneratedUse use, double seconds) {
		double end = use.now() + seconds;
		while (use.now() < end) {
			use.advanceTo(use.now() + 0.05);
			long key = use.random().nextInt(500);
			if (use.random().nextInt(3) == 0) {
				use.write(key);
			}
			else {
				use.read(key);
			}
		}
	}

	private static LocalCache.Builder<Long, Long> expiring(String time) {
		return LocalCache.builder("advised", Workload.builder().expireAfterWrite(Duration.parse("PT" + time)).build());
	}

	private static Workload unboundedWorkload() {
		return Workload.builder().expectedEntries(500).build();
	}

	private static LocalCache.Builder<Long, Long> unbounded() {
		return LocalCache.builder("advised", unboundedWorkload());
	}

	private static LocalCache.Builder<Long, Long> bounded(long maximum, Strategy strategy) {
		Workload workload = Workload.builder().maximumSize(maximum).build();
		return LocalCache.<Long, Long>builder("advised", workload)
			.maintenanceExecutor(Runnable::run)
			.selection(StrategySelector.override(workload, strategy));
	}

	private static List<AdviceKind> kinds(GeneratedUse use) {
		return use.cache().advice().stream().map(Advice::kind).toList();
	}

	private static Advice advice(GeneratedUse use, AdviceKind kind) {
		assertThat(kinds(use)).contains(kind);
		return use.cache().advice().stream().filter((advice) -> advice.kind() == kind).findFirst().orElseThrow();
	}

}
