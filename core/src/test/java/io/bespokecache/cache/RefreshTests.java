package io.bespokecache.cache;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;

/**
 * Tests of values that are loaded again, while they are served, from a certain age on.
 */
class RefreshTests {

	private static final Duration REFRESH = Duration.ofSeconds(100);

	private static final Duration NANO = Duration.ofNanos(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final FakeClock clock = new FakeClock();

	private final HeldExecutor executor = new HeldExecutor();

	private <V> LocalCache<String, V> cache(Strategy strategy) {
		return configured(Caches.<String, V>builder(strategy), REFRESH);
	}

	private <V> LocalCache<String, V> configured(LocalCache.Builder<String, V> builder, Duration refresh) {
		return builder.loadPolicy(new LoadPolicy(null, refresh, null))
			.refreshExecutor(this.executor)
			.nanoClock(this.clock)
			.build();
	}

	@ForEachStrategy
	void theOldValueIsServedUntilThereIsANewOne(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("old");
		assertThat(cache.getSettled("Bern")).as("while it is refreshed").isEqualTo("old");
		assertThat(this.executor.held()).isEqualTo(1);
		this.executor.runAll();
		assertThat(cache.getSettled("Bern")).isEqualTo("new");
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("new");
		assertThat(this.executor.held()).isZero();
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.hits()).isEqualTo(5);
		assertThat(statistics.misses()).isZero();
		assertThat(statistics.loads()).isEqualTo(1);
		assertThat(statistics.puts()).isEqualTo(2);
		assertRefreshes(cache, 1, 0);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void aRefreshedValueIsDueAgainAsLateAsAnyOther(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		this.executor.runAll();
		this.clock.advance(Duration.ofSeconds(80).minus(NANO));
		assertThat(cache.getSettled("Bern")).isEqualTo("new");
		this.clock.advance(Duration.ofSeconds(20).plus(NANO));
		assertThat(cache.getSettled("Bern")).isNull();
		assertThat(cache.get("Bern", () -> "newer")).isEqualTo("new");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("newer");
		assertRefreshes(cache, 2, 0);
	}

	@Test
	void aValueFallsDueInTheLastFifthOfItsTimeAndNotAllDoAtOnce() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.CONCURRENT);
		List<String> keys = IntStream.range(0, 200).mapToObj(String::valueOf).toList();
		keys.forEach((key) -> cache.put(key, "old"));
		this.clock.advance(Duration.ofSeconds(80).minus(NANO));
		assertThat(keys).allSatisfy((key) -> assertThat(cache.getSettled(key)).isEqualTo("old"));
		this.clock.advance(Duration.ofSeconds(10).plus(NANO));
		assertThat(keys.stream().filter((key) -> cache.getSettled(key) == null).count()).isBetween(50L, 150L);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(keys).allSatisfy((key) -> assertThat(cache.getSettled(key)).isNull());
		for (String key : keys) {
			assertThat(cache.get(key, () -> "new")).isEqualTo("old");
		}
		assertThat(this.executor.held()).isEqualTo(keys.size());
	}

	@ForEachStrategy
	void ofManyThreadsThatFindAValueDueOneRefreshesIt(Strategy strategy) throws Exception {
		LocalCache<String, Integer> cache = cache(strategy);
		AtomicInteger loads = new AtomicInteger();
		cache.put("Bern", 0);
		for (int round = 1; round <= 50; round++) {
			this.clock.advance(REFRESH);
			int old = round - 1;
			List<Caller<Integer>> callers = Stream
				.generate(() -> Caller.of(() -> cache.get("Bern", loads::incrementAndGet)))
				.limit(4)
				.toList();
			for (Caller<Integer> caller : callers) {
				assertThat(caller.result()).isEqualTo(old);
			}
			assertThat(this.executor.held()).isEqualTo(1);
			this.executor.runAll();
			assertThat(cache.get("Bern")).isEqualTo(round).isEqualTo(loads.get());
		}
		assertRefreshes(cache, 50, 0);
	}

	@ForEachStrategy
	void aRefreshThatFailsLeavesTheOldValueAndIsPutOffTwiceAsLongEachTime(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = configured(Caches.<String, String>builder(strategy), Duration.ofSeconds(10));
		cache.put("Bern", "old");
		this.clock.advance(Duration.ofSeconds(10));
		int failures = 0;
		for (int pause : new int[] { 1, 2, 4, 8, 10, 10 }) {
			failToRefresh(cache, "old");
			failures++;
			assertRefreshes(cache, 0, failures);
			this.clock.advance(Duration.ofSeconds(pause).minus(NANO));
			assertThat(cache.getSettled("Bern")).as("after %s s less a little", pause).isEqualTo("old");
			this.clock.advance(NANO);
			assertThat(cache.getSettled("Bern")).as("after %s s", pause).isNull();
		}
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("new");
		assertRefreshes(cache, 1, failures);
		assertThat(cache.statistics().loadFailures()).isEqualTo(failures);
		this.clock.advance(Duration.ofSeconds(10));
		failToRefresh(cache, "new");
		this.clock.advance(SECOND);
		assertThat(cache.getSettled("Bern")).as("a success starts from the shortest pause again").isNull();
	}

	private void failToRefresh(LocalCache<String, String> cache, String old) throws Exception {
		assertThat(cache.get("Bern", () -> {
			throw new IOException("no database");
		})).isEqualTo(old);
		assertThat(this.executor.held()).isEqualTo(1);
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo(old);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aRefreshThatEndsInAnErrorIsCountedAndGoesNoFurther() throws Exception {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		assertThat(cache.get("Bern", () -> {
			throw new AssertionError("broken");
		})).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("old");
		assertRefreshes(cache, 0, 1);
	}

	@Test
	@SuppressWarnings("NullAway") // a loader that is not checked for nulls
	void aRefreshThatMakesNothingHasFailed() throws Exception {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		assertThat(cache.get("Bern", () -> null)).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("old");
		assertRefreshes(cache, 0, 1);
	}

	@Test
	void aThreadThatIsInterruptedWhileItRefreshesStaysInterrupted() throws Exception {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		assertThat(cache.get("Bern", () -> {
			throw new InterruptedException();
		})).isEqualTo("old");
		this.executor.runAll();
		assertThat(Thread.interrupted()).isTrue();
		assertRefreshes(cache, 0, 1);
	}

	@ForEachStrategy
	void aRefreshThatTheExecutorRejectsIsPutOffForASecondAndHasNotFailed(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		this.executor.setBusy(true);
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("old");
		this.executor.setBusy(false);
		this.clock.advance(SECOND.minus(NANO));
		assertThat(cache.getSettled("Bern")).isEqualTo("old");
		this.clock.advance(NANO);
		assertThat(cache.getSettled("Bern")).isNull();
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("new");
		assertRefreshes(cache, 1, 0);
	}

	static Stream<Arguments> writes() {
		return Stream.of(Strategy.values())
			.flatMap((strategy) -> Stream.of(
					Arguments.of(strategy, write("put", (cache) -> cache.put("Bern", "put")), "put"),
					Arguments.of(strategy, write("remove", (cache) -> assertThat(cache.remove("Bern")).isTrue()), null),
					Arguments.of(strategy, write("clear", (cache) -> assertThat(cache.clear()).isTrue()), null)));
	}

	private static Object write(String name, Consumer<LocalCache<String, String>> write) {
		return named(name, write);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void aWriteDuringARefreshForbidsThatItBeStored(Strategy strategy, Consumer<LocalCache<String, String>> write,
			@Nullable String left) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(cache.get("Bern", () -> {
			write.accept(cache);
			return "refreshed";
		})).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo(left);
		assertThat(cache.flights()).isZero();
		assertRefreshes(cache, 1, 0);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void aWriteBeforeARefreshHasAThreadMakesItNeedless(Strategy strategy, Consumer<LocalCache<String, String>> write,
			@Nullable String left) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		AtomicInteger calls = new AtomicInteger();
		assertThat(cache.get("Bern", () -> "call " + calls.incrementAndGet())).isEqualTo("old");
		write.accept(cache);
		this.executor.runAll();
		assertThat(calls).hasValue(0);
		assertThat(cache.get("Bern")).isEqualTo(left);
		assertRefreshes(cache, 0, 0);
	}

	@ForEachStrategy
	void aWriterThatLeavesTheOldValueAsItIsForbidsTheRefreshUnderWayButNotTheNext(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(cache.get("Bern", () -> {
			assertThat(cache.putIfAbsent("Bern", "put")).isEqualTo("old");
			return "refreshed";
		})).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("old");
		this.clock.advance(SECOND);
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("new");
	}

	@Test
	void aRefreshThatBeginsWhileItsKeyIsBeingPutDoesNotReplaceWhatWasPut() throws Exception {
		GatedLoader<Integer> scales = GatedLoader.of(1);
		LocalCache<String, String> cache = weighed((value) -> value.equals("put") ? scales : () -> 1);
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		Caller<Boolean> putting = Caller.of(() -> {
			cache.put("Bern", "put");
			return true;
		});
		scales.awaitCall();
		assertThat(cache.get("Bern", () -> {
			scales.letGoOn();
			assertThat(putting.result()).isTrue();
			return "refreshed";
		})).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void aRefreshedValueThatCannotBeWeighedLeavesTheOldOneAndHasFailed() throws Exception {
		LocalCache<String, String> cache = weighed((value) -> value.equals("new") ? () -> {
			throw new IllegalStateException("no scales");
		} : () -> 1);
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("old");
		assertThat(cache.flights()).isZero();
		assertRefreshes(cache, 0, 1);
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().loadFailures()).isZero();
		this.clock.advance(SECOND);
		assertThat(cache.getSettled("Bern")).isNull();
	}

	private LocalCache<String, String> weighed(Scales scales) {
		return configured(LocalCache.<String, String>builder("cities", Workload.builder().maximumWeight(100L).build())
			.weigher((key, value) -> {
				try {
					return scales.of(value).call();
				}
				catch (RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new AssertionError(ex);
				}
			}), REFRESH);
	}

	@ForEachStrategy
	void aRefreshWhoseValueMayNoLongerBeStoredRemovesTheOldOne(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(Caches.loadPlain(cache, "Bern", TestLoad.unstorable(() -> "new"))).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.size()).isZero();
		assertThat(cache.flights()).isZero();
		assertThat(cache.statistics().puts()).isEqualTo(1);
		assertRefreshes(cache, 1, 0);
	}

	@ForEachStrategy
	void aRefreshWhoseValueMayNotBeStoredLeavesWhatWasPutMeanwhile(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(Caches.loadPlain(cache, "Bern", TestLoad.unstorable(() -> {
			cache.put("Bern", "put");
			return "new";
		}))).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("put");
	}

	@Test
	void aRefreshWhoseValueMayNotBeJudgedHasFailed() throws Exception {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		Load<String> load = new Load<>() {

			@Override
			public String call() {
				return "new";
			}

			@Override
			public boolean isStorable(String value) {
				throw new IllegalStateException("no judge");
			}

			@Override
			public Load<String> detached() {
				return this;
			}

		};
		assertThat(Caches.loadPlain(cache, "Bern", load)).isEqualTo("old");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("old");
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertRefreshes(cache, 0, 1);
	}

	@ForEachStrategy
	void aLoadThatCannotBeDetachedRefreshesNothing(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = filled(strategy);
		AtomicInteger calls = new AtomicInteger();
		for (int round = 0; round < 5; round++) {
			Load<String> load = () -> "call " + calls.incrementAndGet();
			assertThat(Caches.loadPlain(cache, "Bern", load)).isEqualTo("old");
			assertThat(this.executor.held()).isZero();
			assertThat(cache.getSettled("Bern")).as("until it is asked for again").isEqualTo("old");
			this.clock.advance(SECOND);
		}
		assertThat(calls).hasValue(0);
		assertRefreshes(cache, 0, 0);
	}

	@Test
	void aCallerGetsItsValueThoughTheLoadFailsToBeDetached() throws Exception {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		Load<String> load = new Load<>() {

			@Override
			public String call() {
				return "never";
			}

			@Override
			public Load<String> detached() {
				throw new IllegalStateException("stuck");
			}

		};
		assertThat(Caches.loadPlain(cache, "Bern", load)).isEqualTo("old");
		assertThat(this.executor.held()).isZero();
		assertRefreshes(cache, 0, 1);
		this.clock.advance(SECOND);
		assertThat(cache.getSettled("Bern")).as("due again").isNull();
	}

	@Test
	void aLookUpWithoutALoadRefreshesNothing() {
		LocalCache<String, String> cache = cache(Strategy.SHARDED);
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern")).isEqualTo("old");
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("old", REFRESH, false));
		assertThat(this.executor.held()).isZero();
	}

	@Test
	void anExecutorThatRunsAtOnceRefreshesBeforeTheOldValueIsReturned() throws Exception {
		LocalCache<String, String> cache = Caches.<String, String>builder(Strategy.SHARDED)
			.loadPolicy(new LoadPolicy(null, REFRESH, null))
			.refreshExecutor(Runnable::run)
			.nanoClock(this.clock)
			.build();
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("old");
		assertThat(cache.get("Bern")).isEqualTo("new");
	}

	@Test
	void callersThatMissAfterTheOldValueHasExpiredShareTheRefreshThatIsUnderWay() throws Exception {
		LocalCache<String, String> cache = expiring();
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		GatedLoader<String> loader = GatedLoader.of("new");
		assertThat(cache.get("Bern", loader)).isEqualTo("old");
		Caller<Boolean> refreshing = Caller.of(() -> {
			this.executor.runAll();
			return true;
		});
		loader.awaitCall();
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern")).as("expired").isNull();
		Caller<String> strict = Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits();
		Caller<String> plain = Caller.of(() -> Caches.getPlain(cache, "Bern", () -> "never")).onceItWaits();
		CompletableFuture<String> async = cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never"));
		loader.letGoOn();
		assertThat(refreshing.result()).isTrue();
		assertThat(strict.result()).isEqualTo("new");
		assertThat(plain.result()).isEqualTo("new");
		assertThat(async).isCompletedWithValue("new");
		assertThat(cache.get("Bern")).isEqualTo("new");
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertRefreshes(cache, 1, 0);
	}

	@Test
	void aValueThatHasExpiredWhileItsRefreshWasHeldIsLoadedByItsCaller() throws Exception {
		LocalCache<String, String> cache = expiring();
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "loaded")).isEqualTo("loaded");
		this.executor.runAll();
		assertThat(cache.get("Bern")).isEqualTo("loaded");
		assertRefreshes(cache, 0, 0);
	}

	@Test
	void aRefreshThatMeetsALoadOfAnExpiredValueLeavesItToThat() throws Exception {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().expireAfterWrite(REFRESH.multipliedBy(2)).build())
			.loadPolicy(new LoadPolicy(null, REFRESH, REFRESH))
			.refreshExecutor(this.executor)
			.nanoClock(this.clock)
			.build();
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("old");
		this.clock.advance(REFRESH);
		GatedLoader<String> loader = GatedLoader.of("loaded");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		this.executor.runAll();
		assertRefreshes(cache, 0, 0);
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
		assertThat(cache.statistics().loads()).isEqualTo(1);
	}

	private LocalCache<String, String> expiring() {
		return configured(LocalCache.<String, String>builder("cities",
				Workload.builder().expireAfterWrite(REFRESH.multipliedBy(2)).build()), REFRESH);
	}

	@ForEachStrategy
	void anAsynchronousLoadRefreshesWithoutBlocking(Strategy strategy) {
		LocalCache<String, String> cache = filled(strategy);
		CompletableFuture<String> source = new CompletableFuture<>();
		assertThat(cache.getAsync("Bern", () -> source)).isCompletedWithValue("old");
		this.executor.runAll();
		assertThat(cache.flights()).isEqualTo(1);
		this.clock.advance(REFRESH);
		assertThat(cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never")))
			.isCompletedWithValue("old");
		assertThat(this.executor.held()).as("one refresh at a time").isZero();
		assertThat(source.complete("new")).isTrue();
		assertThat(cache.getSettled("Bern")).isEqualTo("new");
		assertThat(cache.flights()).isZero();
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertRefreshes(cache, 1, 0);
	}

	@ForEachStrategy
	void anAsynchronousRefreshThatFailsLeavesTheOldValueAndIsPutOff(Strategy strategy) {
		LocalCache<String, String> cache = filled(strategy);
		assertThat(cache.getAsync("Bern", () -> CompletableFuture.failedFuture(new IOException("no database"))))
			.isCompletedWithValue("old");
		this.executor.runAll();
		assertThat(cache.getSettled("Bern")).isEqualTo("old");
		assertRefreshes(cache, 0, 1);
		this.clock.advance(SECOND);
		assertThat(cache.getAsync("Bern", () -> {
			throw new IllegalStateException("no start");
		})).isCompletedWithValue("old");
		this.executor.runAll();
		assertThat(cache.getSettled("Bern")).isEqualTo("old");
		assertRefreshes(cache, 0, 2);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void aWriteDuringAnAsynchronousRefreshForbidsThatItBeStored(Strategy strategy) {
		LocalCache<String, String> cache = filled(strategy);
		CompletableFuture<String> source = new CompletableFuture<>();
		assertThat(cache.getAsync("Bern", () -> source)).isCompletedWithValue("old");
		this.executor.runAll();
		assertThat(cache.remove("Bern")).isTrue();
		assertThat(source.complete("new")).isTrue();
		assertThat(cache.get("Bern")).isNull();
	}

	@Test
	void anAsynchronousLoadThatCannotBeDetachedRefreshesNothing() {
		LocalCache<String, String> cache = filled(Strategy.SHARDED);
		assertThat(cache.getOrLoadAsync("Bern", () -> CompletableFuture.completedFuture("never"), Nesting.ALLOWED))
			.isCompletedWithValue("old");
		assertThat(this.executor.held()).isZero();
	}

	@ForEachStrategy
	void aCacheThatIsDroppedIsCollectableThoughItsRefreshesAreHeld(Strategy strategy) throws Exception {
		List<WeakReference<Object>> dropped = new ArrayList<>();
		dropped.add(new WeakReference<>(dueForRefresh(strategy)));
		assertThat(this.executor.held()).isEqualTo(1);
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(dropped).allSatisfy((reference) -> assertThat(reference.get()).isNull());
		});
		this.executor.runAll();
	}

	private LocalCache<String, Object> dueForRefresh(Strategy strategy) throws Exception {
		LocalCache<String, Object> cache = cache(strategy);
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("old");
		return cache;
	}

	@ForEachStrategy
	void aValueThatIsRemovedIsCollectableThoughItsRefreshIsHeld(Strategy strategy) throws Exception {
		LocalCache<String, Object> cache = cache(strategy);
		cache.put("Bern", new Object());
		WeakReference<Object> value = new WeakReference<>(cache.get("Bern"));
		this.clock.advance(REFRESH);
		assertThat(cache.get("Bern", () -> "never")).isNotNull();
		assertThat(this.executor.held()).isEqualTo(1);
		assertThat(cache.remove("Bern")).isTrue();
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			cache.map().cleanUp();
			System.gc();
			assertThat(value.get()).isNull();
		});
		this.executor.runAll();
		assertThat(cache.size()).isZero();
	}

	private LocalCache<String, String> filled(Strategy strategy) {
		LocalCache<String, String> cache = cache(strategy);
		cache.put("Bern", "old");
		this.clock.advance(REFRESH);
		return cache;
	}

	private static void assertRefreshes(LocalCache<?, ?> cache, long refreshes, long failures) {
		assertThat(cache.statistics()).extracting(CacheStatistics::refreshes, CacheStatistics::refreshFailures)
			.as("refreshes, failures")
			.containsExactly(refreshes, failures);
	}

	/**
	 * Weighs values, each in a way of its own.
	 */
	@FunctionalInterface
	private interface Scales {

		Callable<Integer> of(String value);

	}

}
