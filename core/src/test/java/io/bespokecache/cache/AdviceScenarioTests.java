package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

import io.bespokecache.map.LargeValues;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.AdviceKind;
import io.bespokecache.workload.PredictedCost;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What a cache is used like when an advice is given, and when it is not.
 */
class AdviceScenarioTests {

	private static final Duration LOAD = Duration.ofMillis(2);

	private static final Duration SLOW_LOAD = Duration.ofMillis(10);

	@Test
	void keysThatAreEqualOnlyToThemselvesAreImproper() {
		Advice advice = adviceFor((id) -> new BareKey(), AdviceKind.IMPROPER_KEYS);
		assertThat(advice.seen()).contains(BareKey.class.getName()).contains("hashCode");
	}

	@Test
	void arraysAreImproperKeys() {
		assertThat(adviceFor((id) -> new int[] { id }, AdviceKind.IMPROPER_KEYS).seen()).contains("int[]");
	}

	@Test
	void keysThatCollideAreImproper() {
		assertThat(adviceFor((id) -> new CollidingKey("key" + id), AdviceKind.IMPROPER_KEYS).seen())
			.contains("same hash code");
	}

	@Test
	void recordsStringsAndEnumsAreProperKeys() {
		assertThat(kinds(cacheOf(ProperKey::new))).doesNotContain(AdviceKind.IMPROPER_KEYS);
		assertThat(kinds(cacheOf((id) -> "key" + id))).doesNotContain(AdviceKind.IMPROPER_KEYS);
		assertThat(kinds(cacheOf((id) -> (id % 2 == 0) ? AdviceKind.HOT_KEYS : AdviceKind.LARGE_VALUES)))
			.doesNotContain(AdviceKind.IMPROPER_KEYS);
	}

	@Test
	void aCacheThatHardlyEverHitsDoesNotPay() {
		GeneratedUse use = GeneratedUse.of(bounded(1_000), 1).withLoadsOf(LOAD);
		readFor(use, 100, 50, use::newKey);
		Advice advice = advice(use.cache(), AdviceKind.DOES_NOT_PAY);
		assertThat(advice.seen()).contains("0.0 %");
		assertThat(advice.settings()).isEmpty();
	}

	@Test
	void aCacheOfWhatIsMadeInNoTimeDoesNotPay() {
		GeneratedUse use = GeneratedUse.of(bounded(1_000), 1).withLoadsOf(Duration.ofNanos(100));
		readFor(use, 100, 50, mostly(use, 0.8));
		assertThat(advice(use.cache(), AdviceKind.DOES_NOT_PAY).seen()).contains("100 ns");
	}

	@Test
	void aCacheThatSavesLoadsPays() {
		GeneratedUse use = GeneratedUse.of(bounded(1_000), 1).withLoadsOf(LOAD);
		readFor(use, 100, 50, mostly(use, 0.8));
		assertThat(use.told()).doesNotContain(AdviceKind.DOES_NOT_PAY);
	}

	@Test
	void entriesThatNobodyUsesAreStale() {
		GeneratedUse use = GeneratedUse.of(unbounded(0.9), 1).withLoadsOf(LOAD);
		use.generations(10, 10, (draw) -> 30, 9_000);
		Advice advice = advice(use.cache(), AdviceKind.STALE_ENTRIES);
		assertThat(advice.settings()).extracting(Setting::property).containsExactly("expire-after-access");
	}

	@Test
	void entriesThatAreUsedAreNotStale() {
		GeneratedUse use = GeneratedUse.of(unbounded(0.9), 1).withLoadsOf(LOAD);
		readFor(use, 9_000, 5, () -> use.random().nextInt(2_000));
		assertThat(use.told()).doesNotContain(AdviceKind.STALE_ENTRIES);
	}

	@Test
	void aReadTableThatIsLaidOutAllTheTimeIsAStorm() {
		GeneratedUse use = GeneratedUse.of(unbounded(Strategy.PROMOTING), 1).withLoadsOf(LOAD);
		churn(use, 400, 500);
		Advice advice = advice(use.cache(), AdviceKind.PROMOTION_STORM);
		assertThat(advice.settings()).containsExactly(new Setting("strategy", "concurrent"));
	}

	@Test
	void aReadTableThatStaysIsNoStorm() {
		GeneratedUse use = GeneratedUse.of(unbounded(Strategy.PROMOTING), 1).withLoadsOf(LOAD);
		readFor(use, 400, 500, () -> use.random().nextInt(500));
		assertThat(use.told()).doesNotContain(AdviceKind.PROMOTION_STORM);
	}

	@Test
	void simulationsOfALargerBoundTellThatItIsTooSmall() {
		GeneratedUse use = GeneratedUse.of(bounded(500, Strategy.ADAPTIVE_FIFO), 1).withLoadsOf(LOAD);
		readFor(use, 120, 1_000, new ZipfKeys(20_000, 0.9, use.random())::next);
		Advice advice = advice(use.cache(), AdviceKind.BOUND_TOO_SMALL);
		assertThat(advice.settings()).containsExactly(new Setting("maximum-size", "2000"));
		assertThat(advice.cost()).contains("loads an hour");
	}

	@Test
	void whatIsDroppedAndAskedForAgainTellsThatTheBoundIsTooSmall() {
		GeneratedUse use = GeneratedUse.of(bounded(500, Strategy.CAFFEINE), 1).withLoadsOf(LOAD);
		readFor(use, 120, 200, () -> use.random().nextInt(1_500));
		assertThat(advice(use.cache(), AdviceKind.BOUND_TOO_SMALL).settings()).extracting(Setting::property)
			.containsExactly("maximum-size");
	}

	@Test
	void aScanIsNoReasonForALargerBound() {
		for (Strategy strategy : List.of(Strategy.ADAPTIVE_FIFO, Strategy.CAFFEINE)) {
			GeneratedUse use = GeneratedUse.of(bounded(500, strategy), 1).withLoadsOf(LOAD);
			readFor(use, 120, 500, () -> use.random().nextBoolean() ? use.random().nextInt(200) : use.newKey());
			assertThat(use.told()).doesNotContain(AdviceKind.BOUND_TOO_SMALL);
		}
	}

	@Test
	void simulationsOfASmallerBoundTellThatItIsTooLarge() {
		GeneratedUse use = GeneratedUse.of(bounded(4_000, Strategy.ADAPTIVE_FIFO), 1).withLoadsOf(LOAD);
		readFor(use, 300, 1_000, () -> use.random().nextBoolean() ? use.random().nextInt(200) : use.newKey());
		assertThat(advice(use.cache(), AdviceKind.BOUND_TOO_LARGE).settings())
			.containsExactly(new Setting("maximum-size", "1000"));
	}

	@Test
	void aBoundThatIsFullOfWhatIsNotUsedIsTooLarge() {
		GeneratedUse use = GeneratedUse.of(bounded(2_000, Strategy.CAFFEINE), 1).withLoadsOf(LOAD);
		readFor(use, 200, 10, use::newKey);
		readFor(use, 50_000, 20, () -> use.random().nextInt(100));
		assertThat(use.told()).doesNotContain(AdviceKind.BOUND_TOO_LARGE);
		readFor(use, 125_000, 20, () -> use.random().nextInt(100));
		assertThat(kinds(use.cache())).contains(AdviceKind.BOUND_TOO_LARGE);
	}

	@Test
	void aBoundThatIsUsedIsNotTooLarge() {
		for (Strategy strategy : List.of(Strategy.ADAPTIVE_FIFO, Strategy.CAFFEINE)) {
			GeneratedUse use = GeneratedUse.of(bounded(2_000, strategy), 1).withLoadsOf(LOAD);
			readFor(use, 300, 200, () -> use.random().nextInt(2_500));
			assertThat(use.told()).doesNotContain(AdviceKind.BOUND_TOO_LARGE);
		}
	}

	@Test
	void anExpiryOfWhatIsAskedForAgainIsTooShort() {
		GeneratedUse use = GeneratedUse.of(expiring(Duration.ofSeconds(10)), 1).withLoadsOf(LOAD);
		readFor(use, 120, 50, () -> use.random().nextInt(100));
		Advice advice = advice(use.cache(), AdviceKind.EXPIRY_TOO_SHORT);
		assertThat(advice.settings()).containsExactly(new Setting("expire-after-write", "40s"));
		assertThat(advice.seen()).contains("10s after it was written");
	}

	@Test
	void anExpiryOfWhatIsNotAskedForAgainIsNotTooShort() {
		GeneratedUse use = GeneratedUse.of(expiring(Duration.ofSeconds(60)), 1).withLoadsOf(LOAD);
		use.generations(20, 2, (draw) -> 10, 300);
		assertThat(use.told()).doesNotContain(AdviceKind.EXPIRY_TOO_SHORT);
	}

	@Test
	void valuesOfMoreThanTheLargestRegionAreLarge() {
		assumeThat(LargeValues.leastBytes()).as("another collector").isLessThan(Long.MAX_VALUE);
		byte[] large = new byte[32 << 20];
		Advice advice = advice(cacheOf((id) -> "key" + id, (id) -> large, 40), AdviceKind.LARGE_VALUES);
		assertThat(advice.seen()).contains("32.0 MiB");
		assertThat(advice.settings()).containsExactly(new Setting("values", "soft"));
	}

	@Test
	void valuesOfAKibibyteAreNotLarge() {
		assertThat(kinds(cacheOf((id) -> "key" + id, (id) -> new byte[1 << 10], 40)))
			.doesNotContain(AdviceKind.LARGE_VALUES);
	}

	@Test
	void aKeyThatTakesHalfOfTheCallsIsHot() {
		GeneratedUse use = GeneratedUse.of(expiring(Duration.ofMinutes(10)), 1).withLoadsOf(SLOW_LOAD);
		readFor(use, 60, 500, () -> use.random().nextBoolean() ? 0 : use.random().nextInt(1_000));
		Advice advice = advice(use.cache(), AdviceKind.HOT_KEYS);
		assertThat(advice.settings()).containsExactly(new Setting("refresh-after-write", "5m"));
	}

	@Test
	void keysThatAreUsedAlikeAreNotHot() {
		GeneratedUse use = GeneratedUse.of(expiring(Duration.ofMinutes(10)), 1).withLoadsOf(SLOW_LOAD);
		readFor(use, 60, 500, () -> use.random().nextInt(1_000));
		assertThat(use.told()).doesNotContain(AdviceKind.HOT_KEYS);
	}

	@Test
	void aDeclarationOfReadsDiffersFromWrites() {
		GeneratedUse use = GeneratedUse.of(unbounded(0.999).selector(AdviceScenarioTests::byReadsAlone), 1)
			.withLoadsOf(LOAD);
		readAndWriteFor(use, 700, 0.3);
		Advice advice = advice(use.cache(), AdviceKind.DECLARATION_DIFFERS);
		assertThat(advice.settings()).extracting(Setting::property).containsExactly("workload.read-ratio");
		assertThat(advice.cost()).contains("'promoting'").contains("'concurrent'");
	}

	@Test
	void aDeclarationThatHoldsDoesNotDiffer() {
		GeneratedUse use = GeneratedUse.of(unbounded(0.7).selector(AdviceScenarioTests::byReadsAlone), 1)
			.withLoadsOf(LOAD);
		readAndWriteFor(use, 700, 0.3);
		assertThat(use.told()).doesNotContain(AdviceKind.DECLARATION_DIFFERS);
	}

	@Test
	void aStrategyThatIsPredictedToBeFasterIsBetter() {
		GeneratedUse use = GeneratedUse.of(unbounded(Strategy.SHARDED).selector(costing(20, 30)), 1).withLoadsOf(LOAD);
		readFor(use, 315, 50, () -> use.random().nextInt(500));
		assertThat(use.told()).doesNotContain(AdviceKind.BETTER_STRATEGY);
		readFor(use, 10, 50, () -> use.random().nextInt(500));
		Advice advice = advice(use.cache(), AdviceKind.BETTER_STRATEGY);
		assertThat(advice.settings()).containsExactly(new Setting("strategy", "concurrent"));
		assertThat(advice.cost()).contains("50 % more");
	}

	@Test
	void aStrategyThatIsPredictedToBeHardlyFasterIsNotBetter() {
		GeneratedUse use = GeneratedUse.of(unbounded(Strategy.SHARDED).selector(costing(27, 30)), 1).withLoadsOf(LOAD);
		readFor(use, 600, 50, () -> use.random().nextInt(500));
		assertThat(use.told()).doesNotContain(AdviceKind.BETTER_STRATEGY);
	}

	@Test
	void anAdviceIsToldOnceAndAListenerThatThrowsBreaksNothing() {
		List<AdviceKind> told = new ArrayList<>();
		CacheListener listener = new CacheListener() {

			@Override
			public void adviceGiven(Advice advice) {
				told.add(advice.kind());
				throw new IllegalStateException("deaf");
			}

			@Override
			public void evicted(Evictions evictions) {
				throw new IllegalStateException("deaf");
			}

		};
		GeneratedUse use = GeneratedUse.of(bounded(1_000).listener(listener), 1).withLoadsOf(LOAD);
		readFor(use, 200, 50, use::newKey);
		assertThat(told).containsOnlyOnce(AdviceKind.DOES_NOT_PAY);
		assertThat(kinds(use.cache())).contains(AdviceKind.DOES_NOT_PAY);
	}

	@Test
	void evictionsAreToldTogetherAtAReview() {
		List<Evictions> told = new ArrayList<>();
		CacheListener listener = new CacheListener() {

			@Override
			public void evicted(Evictions evictions) {
				told.add(evictions);
			}

		};
		LocalCache<Integer, Integer> cache = LocalCache
			.<Integer, Integer>builder("told", Workload.builder().maximumSize(10L).build())
			.listener(listener)
			.maintenanceExecutor(Runnable::run)
			.build();
		for (int id = 0; id < 100; id++) {
			cache.put(id, id);
		}
		cache.map().cleanUp();
		cache.review();
		cache.review();
		assertThat(told).containsExactly(new Evictions(90, 0, 0));
	}

	/** Reads so many keys a second. */
	private static void readFor(GeneratedUse use, double seconds, double rate, LongSupplier keys) {
		double end = use.now() + seconds;
		while (use.now() < end) {
			use.advanceTo(use.now() + 1 / rate);
			use.read(keys.getAsLong());
		}
	}

	private static void readAndWriteFor(GeneratedUse use, double seconds, double writes) {
		double end = use.now() + seconds;
		while (use.now() < end) {
			use.advanceTo(use.now() + 0.02);
			long key = use.random().nextInt(500);
			if (use.random().nextDouble() < writes) {
				use.write(key);
			}
			else {
				use.read(key);
			}
		}
	}

	/** Each second so many new keys, each of them read some times. */
	private static void churn(GeneratedUse use, double seconds, int keys) {
		for (int second = 0; second < seconds; second++) {
			use.advanceTo(use.now() + 1);
			for (int key = 0; key < keys; key++) {
				long fresh = use.newKey();
				for (int times = 0; times < 10; times++) {
					use.read(fresh);
				}
			}
		}
	}

	private static LongSupplier mostly(GeneratedUse use, double share) {
		return () -> (use.random().nextDouble() < share) ? use.random().nextInt(100) : use.newKey();
	}

	private static LocalCache.Builder<Long, Long> unbounded(double readRatio) {
		return LocalCache.builder("advised", Workload.builder().readRatio(readRatio).expectedEntries(500).build());
	}

	private static LocalCache.Builder<Long, Long> unbounded(Strategy strategy) {
		Workload workload = Workload.builder().build();
		return LocalCache.<Long, Long>builder("advised", workload)
			.selection(StrategySelector.override(workload, strategy))
			.maintenanceExecutor(Runnable::run);
	}

	/** Chooses without regard to what was measured, so that a test knows what. */
	private static Selection byReadsAlone(Workload workload) {
		return StrategySelector.override(workload,
				(workload.readRatio() >= 0.99) ? Strategy.PROMOTING : Strategy.CONCURRENT);
	}

	private static LocalCache.Builder<Long, Long> bounded(long maximum) {
		return LocalCache.builder("advised", Workload.builder().maximumSize(maximum).build());
	}

	private static LocalCache.Builder<Long, Long> bounded(long maximum, Strategy strategy) {
		Workload workload = Workload.builder().maximumSize(maximum).build();
		return LocalCache.<Long, Long>builder("advised", workload)
			.maintenanceExecutor(Runnable::run)
			.selection(StrategySelector.override(workload, strategy));
	}

	private static LocalCache.Builder<Long, Long> expiring(Duration timeToLive) {
		return LocalCache.builder("advised", Workload.builder().expireAfterWrite(timeToLive).build());
	}

	/** Predicts the same whatever the workload is: the faster is {@code concurrent}. */
	private static Function<Workload, Selection> costing(double concurrent, double other) {
		return (workload) -> new Selection(Strategy.CONCURRENT, "It is cheaper.", List.of(),
				List.of(new PredictedCost(Strategy.CONCURRENT, concurrent), new PredictedCost(Strategy.SHARDED, other),
						new PredictedCost(Strategy.PROMOTING, other)));
	}

	private static LocalCache<Object, Object> cacheOf(IntFunction<Object> keys) {
		return cacheOf(keys, (id) -> id, 500);
	}

	private static LocalCache<Object, Object> cacheOf(IntFunction<Object> keys, IntFunction<Object> values,
			int number) {
		AtomicLong nanos = new AtomicLong();
		LocalCache<Object, Object> cache = LocalCache
			.<Object, Object>builder("advised", Workload.builder().maximumSize(1_000L).build())
			.nanoClock(nanos::get)
			.build();
		for (int id = 0; id < number; id++) {
			nanos.addAndGet(Duration.ofMillis(100).toNanos());
			Object key = keys.apply(id);
			if (cache.get(key) == null) {
				cache.put(key, values.apply(id));
			}
			cache.review();
		}
		nanos.addAndGet(Duration.ofSeconds(10).toNanos());
		cache.review();
		return cache;
	}

	private static Advice adviceFor(IntFunction<Object> keys, AdviceKind kind) {
		return advice(cacheOf(keys), kind);
	}

	private static Advice advice(LocalCache<?, ?> cache, AdviceKind kind) {
		assertThat(kinds(cache)).contains(kind);
		return cache.advice().stream().filter((advice) -> advice.kind() == kind).findFirst().orElseThrow();
	}

	private static List<AdviceKind> kinds(LocalCache<?, ?> cache) {
		return cache.advice().stream().map(Advice::kind).toList();
	}

	private static final class BareKey {

	}

	private record ProperKey(int id) {

	}

}
