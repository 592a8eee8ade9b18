package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.UnsuitableStrategyException;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link LocalCache#change}: what a cache keeps when another map takes the place
 * of its own.
 */
class LiveChangeTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final FakeClock clock = new FakeClock();

	private static Workload.Builder expiring(@Nullable Duration duration) {
		return Workload.builder().maximumSize(100L).expireAfterWrite(duration);
	}

	private static StrategyChange change(LocalCache<?, ?> cache, Strategy strategy) {
		return change(cache, cache.workload(), strategy);
	}

	private static StrategyChange change(LocalCache<?, ?> cache, Workload workload, Strategy strategy) {
		return cache.change(workload, StrategySelector.override(workload, strategy));
	}

	private <V> LocalCache.Builder<String, V> on(Strategy strategy, Workload workload) {
		return LocalCache.<String, V>builder("cities", workload)
			.selection(StrategySelector.override(workload, strategy))
			.nanoClock(this.clock);
	}

	@ForEachStrategy
	void entriesCountsAndTheNativeMapStay(Strategy strategy) {
		LocalCache<Integer, Integer> cache = Caches.unbounded(Strategy.CONCURRENT);
		CacheMap<Integer, Object> map = cache.map();
		IntStream.range(0, 100).forEach((key) -> cache.put(key, key));
		StrategyChange change = change(cache, strategy);
		assertThat(change.from()).isEqualTo(Strategy.CONCURRENT);
		assertThat(change.to()).isEqualTo(strategy);
		assertThat(change.entriesMoved()).isEqualTo(100);
		assertThat(cache.size()).isEqualTo(100);
		assertThat(IntStream.range(0, 100)).allSatisfy((key) -> assertThat(cache.get(key)).isEqualTo(key));
		assertThat(cache.map()).isSameAs(map).hasSize(100);
		map.put(100, 100);
		assertThat(cache.get(100)).isEqualTo(100);
		assertThat(cache.remove(7)).isTrue();
		assertThat(map).doesNotContainKey(7);
		assertThat(cache.statistics())
			.extracting(CacheStatistics::puts, CacheStatistics::hits, CacheStatistics::removals)
			.containsExactly(100L, 101L, 1L);
	}

	@Test
	void aChangeIsRememberedAndToldAndShown() {
		List<StrategyChange> told = new ArrayList<>();
		LocalCache<Integer, Integer> cache = Caches.<Integer, Integer>builder(Strategy.CONCURRENT)
			.listener(new CacheListener() {

				@Override
				public void strategyChanged(StrategyChange change) {
					told.add(change);
					throw new IllegalArgumentException("is dropped");
				}

			})
			.build();
		Workload workload = Workload.builder().readRatio(0.5).build();
		Selection selection = StrategySelector.select(workload);
		StrategyChange first = cache.change(workload, selection);
		StrategyChange second = change(cache, Strategy.PROMOTING);
		assertThat(told).containsExactly(first, second);
		assertThat(first.reason()).isEqualTo(selection.reason());
		assertThat(cache.workload()).isSameAs(workload);
		assertThat(cache.selection().strategy()).isEqualTo(Strategy.PROMOTING);
		assertThat(cache.recentChanges()).containsExactly(second, first);
		IntStream.range(0, 20).forEach((time) -> change(cache, Strategy.SHARDED));
		assertThat(cache.recentChanges()).hasSize(16);
	}

	/**
	 * One of them would undo the other's if it took the workload before it was its turn.
	 */
	@Test
	void twoWhoChangeDifferentLimitsAtTheSameTimeBothGetTheirs() throws InterruptedException {
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE).build()).build();
		Function<Workload, Selection> caffeine = (workload) -> StrategySelector.override(workload, Strategy.CAFFEINE);
		Thread other = new Thread(() -> cache
			.change((before) -> expiring(MINUTE.multipliedBy(2)).maximumSize(before.maximumSize()).build(), caffeine));
		cache.change((before) -> {
			other.start();
			await().until(() -> other.getState() == Thread.State.WAITING);
			return expiring(before.expireAfterWrite()).maximumSize(50L).build();
		}, caffeine);
		other.join();
		assertThat(cache.workload()).isEqualTo(expiring(MINUTE.multipliedBy(2)).maximumSize(50L).build());
		assertThat(cache.recentChanges()).hasSize(2);
	}

	@Test
	void aChoiceThatItselfChangesTheMapIsRefused() {
		LocalCache<Integer, Integer> cache = Caches.unbounded(Strategy.SHARDED);
		assertThatIllegalStateException().isThrownBy(() -> cache.change((before) -> {
			change(cache, Strategy.CONCURRENT);
			return before;
		}, StrategySelector::select));
		assertThat(cache.selection().strategy()).isEqualTo(Strategy.SHARDED);
		assertThat(change(cache, Strategy.CONCURRENT).from()).isEqualTo(Strategy.SHARDED);
	}

	@Test
	void whatAStrategyCannotDoIsRefusedBeforeAnythingHappens() {
		Workload workload = expiring(MINUTE).build();
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, workload).build();
		cache.put("Bern", "value");
		Selection unsuitable = new Selection(Strategy.SHARDED, "none", List.of(), List.of());
		assertThatExceptionOfType(UnsuitableStrategyException.class)
			.isThrownBy(() -> cache.change(workload, unsuitable));
		Workload weighed = Workload.builder().maximumWeight(10L).build();
		assertThatIllegalStateException().isThrownBy(() -> change(cache, weighed, Strategy.CAFFEINE))
			.withMessageContaining("weigher");
		assertThat(cache.selection().strategy()).isEqualTo(Strategy.CAFFEINE);
		assertThat(cache.workload()).isSameAs(workload);
		assertThat(cache.recentChanges()).isEmpty();
		assertThat(cache.get("Bern")).isEqualTo("value");
	}

	@Test
	void whatWouldNeedSomethingElseBesideEachValueIsRefused() {
		Workload each = Workload.builder().variableExpiry(true).build();
		LocalCache<String, String> plain = this.<String>on(Strategy.CAFFEINE, each)
			.expiry((key, value) -> MINUTE)
			.build();
		Workload idle = Workload.builder().variableExpiry(true).expireAfterAccess(MINUTE).build();
		assertThatIllegalStateException().isThrownBy(() -> change(plain, idle, Strategy.CAFFEINE))
			.withMessageContaining("keeps nothing beside its values");
		LocalCache<String, String> timed = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE).build())
			.keepsAges(true)
			.build();
		Workload weak = expiring(MINUTE).values(ReferenceStrength.WEAK).build();
		assertThatIllegalStateException().isThrownBy(() -> change(timed, weak, Strategy.CAFFEINE))
			.withMessageContaining("cannot become weak");
	}

	@Test
	void aPolicyThatContradictsTheNewLimitsIsRefused() {
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE).build())
			.loadPolicy(new LoadPolicy(null, Duration.ofSeconds(30), null))
			.build();
		assertThatExceptionOfType(InvalidWorkloadException.class)
			.isThrownBy(() -> change(cache, expiring(Duration.ofSeconds(20)).build(), Strategy.CAFFEINE));
	}

	@Test
	void aClosedCacheIsNotChanged() {
		LocalCache<Integer, Integer> cache = Caches.unbounded(Strategy.SHARDED);
		cache.put(1, 1);
		cache.close();
		assertThatIllegalStateException().isThrownBy(() -> change(cache, Strategy.CONCURRENT));
		assertThat(cache.get(1)).isEqualTo(1);
	}

	/** Until it was loaded anew, it would have been fresh for the former time. */
	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void aShorterTimeToLiveIsThatOfWhatWasWrittenBeforeToo(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE.multipliedBy(10)).build())
			.loadPolicy(new LoadPolicy(null, null, MINUTE.multipliedBy(60)))
			.build();
		cache.put("Bern", "old");
		this.clock.advance(MINUTE);
		change(cache, expiring(MINUTE.multipliedBy(2)).build(), strategy);
		assertThat(cache.get("Bern")).isEqualTo("old");
		this.clock.advance(MINUTE);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("old", MINUTE.multipliedBy(2), true));
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("new");
		change(cache, expiring(MINUTE.multipliedBy(10)).build(), Strategy.CAFFEINE);
		this.clock.advance(MINUTE.multipliedBy(2));
		assertThat(cache.get("Bern")).isNull();
	}

	@Test
	void aChangeThatFailsLeavesTheTimeToLiveAsItWas() {
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE.multipliedBy(10)).build())
			.keepsAges(true)
			.build();
		cache.close();
		assertThatIllegalStateException().isThrownBy(() -> change(cache, expiring(MINUTE).build(), Strategy.CAFFEINE));
		cache.put("Bern", "value");
		this.clock.advance(MINUTE.multipliedBy(9));
		assertThat(cache.get("Bern")).isEqualTo("value");
	}

	@ParameterizedTest
	@EnumSource(names = { "SHARDED", "SNAPSHOT" })
	void agesThatAreKeptBesideValuesCountForATimeToLiveThatIsNew(Strategy first) {
		LocalCache<String, String> cache = this.<String>on(first, Workload.builder().build()).keepsAges(true).build();
		cache.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(40));
		change(cache, expiring(MINUTE).build(), Strategy.CAFFEINE);
		assertThat(cache.get("Bern")).isEqualTo("value");
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(cache.get("Bern")).isNull();
	}

	@Test
	void aStrategyThatWouldLoseTheJitterIsRefused() {
		Workload workload = expiring(MINUTE.multipliedBy(10)).expireAfterAccess(MINUTE).build();
		LocalCache<String, String> cache = this.<String>on(Strategy.ADAPTIVE_FIFO, workload).expiryJitter(0.1).build();
		assertThatIllegalStateException().isThrownBy(() -> change(cache, Strategy.CAFFEINE))
			.withMessageContaining("cannot shorten lives by chance");
		assertThat(change(cache, Strategy.LRU_REFERENCE).to()).isEqualTo(Strategy.LRU_REFERENCE);
	}

	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
	void whatIsWrittenAfterAChangeLivesAsTheNewWorkloadSays(Strategy strategy) {
		for (boolean keepsAges : new boolean[] { false, true }) {
			LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, expiring(MINUTE).build())
				.keepsAges(keepsAges)
				.build();
			change(cache, expiring(MINUTE.multipliedBy(5)).build(), strategy);
			cache.put("Bern", "value");
			this.clock.advance(MINUTE.multipliedBy(4));
			assertThat(cache.get("Bern")).isEqualTo("value");
			change(cache, expiring(MINUTE).build(), strategy);
			assertThat(cache.get("Bern")).isNull();
			cache.put("Basel", "value");
			this.clock.advance(MINUTE);
			assertThat(cache.get("Basel")).isNull();
		}
	}

	@Test
	void ageAndRefreshGoOnOverChanges() {
		Workload workload = expiring(MINUTE).build();
		LocalCache<String, String> cache = this.<String>on(Strategy.CAFFEINE, workload)
			.loadPolicy(new LoadPolicy(null, Duration.ofSeconds(30), null))
			.refreshExecutor(Runnable::run)
			.build();
		cache.put("Bern", "old");
		this.clock.advance(Duration.ofSeconds(20));
		change(cache, Strategy.ADAPTIVE_FIFO);
		assertThat(cache.getSettled("Bern")).isEqualTo("old");
		this.clock.advance(Duration.ofSeconds(10));
		change(cache, Strategy.CAFFEINE);
		assertThat(cache.getSettled("Bern")).isNull();
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("old", Duration.ofSeconds(30), false));
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(cache.get("Bern")).isNull();
	}

	@Test
	void aLoadInProgressIsStoredInTheNewMap() throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(Strategy.SHARDED);
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread caller = new Thread(() -> {
			try {
				cache.get("Bern", () -> {
					loading.countDown();
					done.await();
					return "loaded";
				});
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		caller.start();
		loading.await();
		change(cache, Strategy.CONCURRENT);
		assertThat(cache.remove("Basel")).isFalse();
		done.countDown();
		caller.join();
		assertThat(cache.get("Bern")).isEqualTo("loaded");
		assertThat(cache.map()).isEqualTo(Map.of("Bern", "loaded"));
	}

	/**
	 * Keys that are there all the time are never missed, and those that were removed for
	 * good are never found again, by callers who are overtaken by changes.
	 */
	@Test
	void readersMissNothingAndClearedEntriesStayAwayWhileMapsChange() throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(Strategy.SHARDED);
		IntStream.range(0, 512).forEach((key) -> cache.put(key, key));
		AtomicBoolean changing = new AtomicBoolean(true);
		List<String> failures = new CopyOnWriteArrayList<>();
		Thread reader = new Thread(() -> {
			for (int round = 0; changing.get(); round++) {
				int key = round & 511;
				if (cache.get(key) == null || cache.getSettled(key) == null || cache.peek(key) == null) {
					failures.add("missed " + key);
				}
			}
		});
		Thread writer = new Thread(() -> {
			for (int key = 1_000; changing.get(); key++) {
				cache.put(key, key);
				if (!cache.remove(key) || cache.get(key) != null) {
					failures.add("not removed " + key);
				}
			}
		});
		reader.start();
		writer.start();
		for (int round = 0; round < 40; round++) {
			for (Strategy strategy : Strategy.values()) {
				change(cache, strategy);
			}
		}
		changing.set(false);
		reader.join();
		writer.join();
		assertThat(failures).isEmpty();
		assertThat(cache.clear()).isTrue();
		assertThat(cache.size()).isZero();
	}

	@ForEachStrategy
	void nothingThatWasThereSurvivesAClearDuringAChange(Strategy strategy) throws InterruptedException {
		for (boolean keepsAges : new boolean[] { false, true }) {
			LocalCache<Integer, Integer> cache = Caches.<Integer, Integer>builder(Strategy.SHARDED)
				.keepsAges(keepsAges)
				.build();
			AtomicBoolean changing = new AtomicBoolean(true);
			Thread changer = new Thread(() -> {
				while (changing.get()) {
					change(cache, strategy);
					change(cache, Strategy.CONCURRENT);
				}
			});
			changer.start();
			try {
				for (int round = 0; round < 100; round++) {
					for (int key = 0; key < 100; key++) {
						cache.put(key, key);
					}
					cache.clear();
					assertThat(cache.map().snapshot()).isEmpty();
					assertThat(cache.get(round)).isNull();
				}
			}
			finally {
				changing.set(false);
				changer.join();
			}
			assertThat(cache.recentChanges()).isNotEmpty();
		}
	}

}
