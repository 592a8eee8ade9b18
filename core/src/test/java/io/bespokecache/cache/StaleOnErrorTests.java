package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.bespokecache.map.Expiry;
import io.bespokecache.map.FakeClock;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of expired values that are served because they cannot be loaded again.
 */
class StaleOnErrorTests {

	private static final Duration EXPIRE = Duration.ofMinutes(10);

	private static final Duration STALE = Duration.ofHours(1);

	private static final Duration NANO = Duration.ofNanos(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Callable<String> FAILING = () -> {
		throw new IOException("no database");
	};

	private final FakeClock clock = new FakeClock();

	private final HeldExecutor executor = new HeldExecutor();

	private final LocalCache<String, String> cache = cache(Workload.builder().expireAfterWrite(EXPIRE), null);

	private LocalCache<String, String> cache(Workload.Builder workload, @Nullable Duration refresh) {
		return LocalCache.<String, String>builder("rates", workload.build())
			.loadPolicy(new LoadPolicy(null, refresh, STALE))
			.refreshExecutor(this.executor)
			.nanoClock(this.clock)
			.build();
	}

	private void putAndExpire() {
		this.cache.put("EUR", "old");
		this.clock.advance(EXPIRE);
	}

	@ParameterizedTest
	@EnumSource(Nesting.class)
	void theExpiredValueIsServedIfTheLoadFails(Nesting nesting) throws Throwable {
		putAndExpire();
		assertThat(this.cache.getOrLoad("EUR", Load.of(FAILING), nesting)).isEqualTo("old");
		assertThat(this.cache.statistics())
			.extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::loads,
					CacheStatistics::loadFailures, CacheStatistics::puts, CacheStatistics::staleServed)
			.containsExactly(0L, 1L, 1L, 1L, 1L, 1L);
		assertThat(this.cache.flights()).isZero();
	}

	@Test
	void aFreshValueIsServedWithoutALoadAndIsNotStale() throws Exception {
		this.cache.put("EUR", "old");
		this.clock.advance(EXPIRE.minus(NANO));
		assertThat(this.cache.get("EUR", FAILING)).isEqualTo("old");
		assertThat(this.cache.statistics().staleServed()).isZero();
		assertThat(this.cache.statistics().loads()).isZero();
	}

	@Test
	void anErrorOfALoadIsForTheCallerToHear() {
		putAndExpire();
		AssertionError failure = new AssertionError("broken");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			throw failure;
		})).isSameAs(failure);
		assertNothingStaleWasServed();
	}

	@Test
	void anInterruptOfALoadIsForTheCallerToHear() {
		putAndExpire();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			throw new InterruptedException();
		}));
		assertNothingStaleWasServed();
	}

	@Test
	void aLoadThatAsksForItsOwnValueIsForTheCallerToHear() {
		putAndExpire();
		assertThatExceptionOfType(RecursiveLoadException.class)
			.isThrownBy(() -> this.cache.get("EUR", () -> this.cache.get("EUR", FAILING)));
		assertNothingStaleWasServed();
	}

	private void assertNothingStaleWasServed() {
		assertThat(this.cache.statistics().staleServed()).isZero();
		assertThat(this.cache.flights()).isZero();
		AtomicInteger calls = new AtomicInteger();
		assertThat(load(this.cache, calls)).as("without a pause").isEqualTo("old");
		assertThat(calls).hasValue(1);
	}

	@Test
	void theExpiredValueIsServedToTheEndOfItsTimeAndNoLonger() throws Exception {
		putAndExpire();
		this.clock.advance(STALE.minus(NANO));
		assertThat(this.cache.get("EUR", FAILING)).isEqualTo("old");
		this.clock.advance(NANO);
		assertThat(this.cache.peek("EUR")).isNull();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.cache.get("EUR", FAILING));
		this.cache.map().cleanUp();
		assertThat(this.cache.size()).isZero();
		assertThat(this.cache.statistics().map().evictedByExpiry()).isEqualTo(1);
		assertThat(this.cache.statistics().staleServed()).isEqualTo(1);
	}

	@Test
	void aLoadThatFailsAfterTheEndOfTheExpiredValuesTimeFailsItsCallers() throws Exception {
		putAndExpire();
		GatedLoader<String> loader = GatedLoader.failing(new IOException("no database"));
		Caller<String> loading = Caller.of(() -> this.cache.get("EUR", loader));
		loader.awaitCall();
		Caller<String> waiting = Caller.of(() -> this.cache.get("EUR", loader)).onceItWaits();
		this.clock.advance(STALE);
		loader.letGoOn();
		assertThat(loading.failure()).isInstanceOf(IOException.class);
		assertThat(waiting.failure()).isSameAs(loading.failure());
		assertThat(this.cache.statistics().staleServed()).isZero();
	}

	@Test
	void aPauseBetweenAttemptsDoesNotOutlastTheTimeOfTheExpiredValue() throws Exception {
		putAndExpire();
		this.clock.advance(STALE.minus(NANO));
		assertThat(this.cache.get("EUR", FAILING)).isEqualTo("old");
		this.clock.advance(NANO);
		assertThat(this.cache.get("EUR", () -> "new")).isEqualTo("new");
	}

	@Test
	void aRestoredValueIsServedToTheEndOfItsTimeThoughTheMapHoldsItLonger() throws Exception {
		assertThat(this.cache.restore("EUR", "old", EXPIRE.minus(SECOND))).isTrue();
		assertThat(this.cache.restore("USD", "old", EXPIRE.minus(SECOND))).isTrue();
		this.clock.advance(SECOND.plus(STALE).minus(NANO));
		assertThat(this.cache.get("EUR", FAILING)).isEqualTo("old");
		this.clock.advance(NANO);
		assertThat(this.cache.size()).isEqualTo(2);
		for (String key : List.of("EUR", "USD")) {
			assertThat(this.cache.peek(key)).isNull();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.cache.get(key, FAILING));
		}
		assertThat(this.cache.get("EUR", () -> "new")).isEqualTo("new");
	}

	@Test
	void attemptsToLoadAreMadeAfterPausesThatDoubleUpToAMinute() throws Exception {
		putAndExpire();
		AtomicInteger calls = new AtomicInteger();
		assertThat(load(this.cache, calls)).isEqualTo("old");
		int attempts = 1;
		int served = 1;
		for (int pause : new int[] { 1, 2, 4, 8, 16, 32, 60, 60 }) {
			assertThat(load(this.cache, calls)).isEqualTo("old");
			this.clock.advance(Duration.ofSeconds(pause).minus(NANO));
			assertThat(load(this.cache, calls)).isEqualTo("old");
			assertThat(calls).as("attempts in a pause of %s s", pause).hasValue(attempts);
			this.clock.advance(NANO);
			assertThat(load(this.cache, calls)).isEqualTo("old");
			attempts++;
			served += 3;
			assertThat(calls).as("attempts after %s s", pause).hasValue(attempts);
		}
		CacheStatistics statistics = this.cache.statistics();
		assertThat(statistics.staleServed()).isEqualTo(served);
		assertThat(statistics.misses()).isEqualTo(served);
		assertThat(statistics.hits()).isZero();
		assertThat(statistics.loadFailures()).isEqualTo(attempts);
	}

	@Test
	void aSuccessStartsFromTheShortestPauseAgain() throws Exception {
		putAndExpire();
		AtomicInteger calls = new AtomicInteger();
		for (int pause : new int[] { 1, 2, 4 }) {
			assertThat(load(this.cache, calls)).isEqualTo("old");
			this.clock.advance(Duration.ofSeconds(pause));
		}
		assertThat(this.cache.get("EUR", () -> "new")).isEqualTo("new");
		this.clock.advance(EXPIRE);
		assertThat(load(this.cache, calls)).isEqualTo("new");
		this.clock.advance(SECOND);
		assertThat(load(this.cache, calls)).isEqualTo("new");
		assertThat(calls).hasValue(5);
	}

	@Test
	void everyCallerOfAFailedLoadIsServedAndCounted() throws Exception {
		putAndExpire();
		GatedLoader<String> loader = GatedLoader.failing(new IOException("no database"));
		Caller<String> loading = Caller.of(() -> this.cache.get("EUR", loader));
		loader.awaitCall();
		List<Caller<String>> waiting = Stream
			.generate(() -> Caller.of(() -> Caches.getPlain(this.cache, "EUR", loader)).onceItWaits())
			.limit(4)
			.toList();
		CompletableFuture<String> async = this.cache.getAsync("EUR", () -> CompletableFuture.completedFuture("never"));
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("old");
		for (Caller<String> caller : waiting) {
			assertThat(caller.result()).isEqualTo("old");
		}
		assertThat(async).isCompletedWithValue("old");
		assertThat(loader.calls()).isEqualTo(1);
		assertThat(this.cache.statistics().staleServed()).isEqualTo(6);
		assertThat(this.cache.statistics().misses()).isEqualTo(6);
		AtomicInteger calls = new AtomicInteger();
		this.clock.advance(SECOND);
		assertThat(load(this.cache, calls)).as("after the pause of one failure").isEqualTo("old");
		assertThat(calls).hasValue(1);
	}

	@Test
	void anAsynchronousLoadThatFailsIsAnsweredWithTheExpiredValue() throws Exception {
		putAndExpire();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = this.cache.getAsync("EUR", () -> source);
		CompletableFuture<String> joining = this.cache.getAsync("EUR", () -> source);
		Caller<String> blocking = Caller.of(() -> this.cache.get("EUR", FAILING)).onceItWaits();
		assertThat(source.completeExceptionally(new IOException("no database"))).isTrue();
		assertThat(value).isCompletedWithValue("old");
		assertThat(joining).isCompletedWithValue("old");
		assertThat(blocking.result()).isEqualTo("old");
		assertThat(this.cache.getAsync("EUR", () -> CompletableFuture.completedFuture("never")))
			.isCompletedWithValue("old");
		assertThat(this.cache.statistics().staleServed()).isEqualTo(4);
		assertThat(this.cache.statistics().loads()).isEqualTo(1);
	}

	@Test
	void aCallerThatLookedBeforeALoadFailedDoesNotLoadAtOnceAgain() {
		LocalCache<TouchyKey, String> cache = LocalCache
			.<TouchyKey, String>builder("rates", Workload.builder().expireAfterWrite(EXPIRE).build())
			.loadPolicy(new LoadPolicy(null, null, STALE))
			.nanoClock(this.clock)
			.build();
		TouchyKey plainKey = new TouchyKey(0, () -> {
		});
		cache.put(plainKey, "old");
		this.clock.advance(EXPIRE);
		AtomicInteger calls = new AtomicInteger();
		int flight = 3;
		TouchyKey key = new TouchyKey(flight, () -> assertThat(load(cache, plainKey, calls)).isEqualTo("old"));
		assertThat(load(cache, key, calls)).isEqualTo("old");
		assertThat(calls).hasValue(1);
		assertThat(cache.statistics().staleServed()).isEqualTo(2);
		assertThat(cache.statistics().misses()).isEqualTo(2);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aValueThatIsEvictedDuringTheLoadIsNotServed() {
		putAndExpire();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			assertThat(this.cache.remove("EUR")).as("there was a fresh value").isFalse();
			return FAILING.call();
		}));
		assertThat(this.cache.statistics().staleServed()).isZero();
		assertThat(this.cache.size()).isZero();
	}

	@Test
	void aValueThatIsClearedDuringTheLoadIsNotServed() {
		putAndExpire();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			assertThat(this.cache.clear()).as("there was a fresh value").isFalse();
			return FAILING.call();
		}));
		assertThat(this.cache.statistics().staleServed()).isZero();
	}

	@Test
	void aLoadThatFailsAfterAPutFailsItsCallerAndLeavesWhatWasPut() {
		putAndExpire();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			this.cache.put("EUR", "put");
			return FAILING.call();
		}));
		assertThat(this.cache.get("EUR")).isEqualTo("put");
	}

	@Test
	void aLoadReplacesAnExpiredValue() throws Exception {
		putAndExpire();
		assertThat(this.cache.get("EUR", () -> "new")).isEqualTo("new");
		assertThat(this.cache.get("EUR")).isEqualTo("new");
		assertThat(this.cache.statistics().puts()).isEqualTo(2);
		assertThat(this.cache.size()).isEqualTo(1);
	}

	@Test
	void aLookUpWithoutALoadMissesAnExpiredValue() {
		putAndExpire();
		assertThat(this.cache.get("EUR")).isNull();
		assertThat(this.cache.getSettled("EUR")).isNull();
		assertThat(this.cache.statistics().misses()).isEqualTo(1);
		assertThat(this.cache.statistics().hits()).isZero();
		assertThat(this.cache.statistics().staleServed()).isZero();
	}

	@Test
	void anExpiredValueIsSeenByAPeekAndCountedInTheSizeButNotVisited() {
		this.cache.put("EUR", "old");
		assertThat(this.cache.peek("EUR")).isEqualTo(new CachedValue<>("old", Duration.ZERO, false));
		this.clock.advance(EXPIRE);
		this.cache.put("USD", "new");
		assertThat(this.cache.peek("EUR")).isEqualTo(new CachedValue<>("old", EXPIRE, true));
		assertThat(this.cache.size()).isEqualTo(2);
		StringBuilder visited = new StringBuilder();
		this.cache.forEach((key, value, age) -> visited.append(key).append(value).append(age));
		assertThat(visited).hasToString("USDnewPT0S");
		assertThat(this.cache.statistics().hits() + this.cache.statistics().misses()).isZero();
	}

	@Test
	void anExpiredValueDoesNotKeepAnotherFromBeingPut() {
		putAndExpire();
		assertThat(this.cache.putIfAbsent("EUR", "new")).isNull();
		assertThat(this.cache.putIfAbsent("EUR", "newer")).isEqualTo("new");
		assertThat(this.cache.get("EUR")).isEqualTo("new");
		assertThat(this.cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void anExpiredValueIsRemovedWithoutBeingCounted() {
		putAndExpire();
		assertThat(this.cache.remove("EUR")).isFalse();
		assertThat(this.cache.size()).isZero();
		assertThat(this.cache.statistics().removals()).isZero();
	}

	@Test
	void aClearRemovesExpiredValuesAndCountsTheOthers() {
		putAndExpire();
		this.cache.put("USD", "new");
		assertThat(this.cache.clear()).isTrue();
		assertThat(this.cache.size()).isZero();
		assertThat(this.cache.statistics().removals()).isEqualTo(1);
		putAndExpire();
		assertThat(this.cache.clear()).isFalse();
		assertThat(this.cache.size()).isZero();
		assertThat(this.cache.statistics().removals()).isEqualTo(1);
	}

	@Test
	void eachValueMayHaveATimeOfItsOwnToWhichTheTimeOfExpiredValuesIsAdded() throws Exception {
		Expiry<String, String> expiry = (key, value) -> key.equals("EUR") ? Duration.ofSeconds(5) : null;
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("rates", Workload.builder().expireAfterWrite(EXPIRE).variableExpiry(true).build())
			.expiry(expiry)
			.loadPolicy(new LoadPolicy(null, null, STALE))
			.nanoClock(this.clock)
			.build();
		cache.put("EUR", "old");
		cache.put("USD", "old");
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(cache.get("EUR")).isNull();
		assertThat(cache.get("USD")).isEqualTo("old");
		assertThat(cache.get("EUR", FAILING)).isEqualTo("old");
		this.clock.advance(STALE.minus(NANO));
		assertThat(cache.get("EUR", FAILING)).isEqualTo("old");
		assertThat(cache.get("USD", FAILING)).isEqualTo("old");
		this.clock.advance(NANO);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.get("EUR", FAILING));
		this.clock.advance(EXPIRE.minusSeconds(5).minus(NANO));
		assertThat(cache.peek("USD")).isNotNull();
		this.clock.advance(NANO);
		assertThat(cache.peek("USD")).isNull();
	}

	@Test
	void aValueThatNobodyAsksForIsDroppedAfterItsTimeToIdleExpiredOrNot() throws Exception {
		Duration idle = Duration.ofMinutes(3);
		LocalCache<String, String> cache = cache(Workload.builder().expireAfterWrite(EXPIRE).expireAfterAccess(idle),
				null);
		cache.put("EUR", "old");
		cache.put("USD", "old");
		for (int reads = 0; reads < 5; reads++) {
			this.clock.advance(Duration.ofMinutes(2));
			assertThat(cache.peek("EUR")).isNotNull();
		}
		assertThat(cache.peek("USD")).isNull();
		assertThat(cache.get("EUR")).as("expired").isNull();
		assertThat(cache.get("EUR", FAILING)).isEqualTo("old");
		this.clock.advance(idle);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.get("EUR", FAILING));
	}

	@Test
	void callersThatMissDuringARefreshAreServedTheExpiredValueIfItFails() throws Exception {
		LocalCache<String, String> cache = cache(Workload.builder().expireAfterWrite(EXPIRE), Duration.ofMinutes(5));
		cache.put("EUR", "old");
		this.clock.advance(Duration.ofMinutes(5));
		GatedLoader<String> loader = GatedLoader.failing(new IOException("no database"));
		assertThat(cache.get("EUR", loader)).isEqualTo("old");
		Caller<Boolean> refreshing = Caller.of(() -> {
			this.executor.runAll();
			return true;
		});
		loader.awaitCall();
		this.clock.advance(Duration.ofMinutes(5));
		Caller<String> waiting = Caller.of(() -> cache.get("EUR", FAILING)).onceItWaits();
		loader.letGoOn();
		assertThat(refreshing.result()).isTrue();
		assertThat(waiting.result()).isEqualTo("old");
		assertThat(cache.statistics().staleServed()).isEqualTo(1);
		assertThat(cache.statistics().refreshFailures()).isEqualTo(1);
		AtomicInteger calls = new AtomicInteger();
		this.clock.advance(SECOND.minus(NANO));
		assertThat(load(cache, calls)).isEqualTo("old");
		assertThat(calls).hasValue(0);
		this.clock.advance(NANO);
		assertThat(load(cache, calls)).isEqualTo("old");
		assertThat(calls).as("after the pause of one failure").hasValue(1);
	}

	@Test
	void aLoadFailureIsHeardOfThoughTheExpiredValueCannotBeLookedUp() {
		LocalCache<TouchyKey, String> cache = LocalCache
			.<TouchyKey, String>builder("rates", Workload.builder().expireAfterWrite(EXPIRE).build())
			.loadPolicy(new LoadPolicy(null, null, STALE))
			.nanoClock(this.clock)
			.adaptivity(Adaptivity.OFF)
			.build();
		int afterTheLoad = 5;
		TouchyKey key = new TouchyKey(afterTheLoad, () -> {
			throw new IllegalStateException("touched");
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.get(key, FAILING))
			.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(1));
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aKeyThatThrowsWhereItIsObservedDisturbsNoLoad() throws Exception {
		AtomicInteger thrown = new AtomicInteger();
		for (int touch = 1; touch <= 12; touch++) {
			LocalCache<TouchyKey, String> cache = LocalCache
				.<TouchyKey, String>builder("rates", Workload.builder().expireAfterWrite(EXPIRE).build())
				.nanoClock(this.clock)
				.build();
			TouchyKey key = new TouchyKey(touch, () -> {
				if (isObserved()) {
					thrown.incrementAndGet();
					throw new IllegalStateException("touched");
				}
			});
			assertThat(cache.get(key, () -> "new")).isEqualTo("new");
			assertThat(cache.flights()).isZero();
		}
		assertThat(thrown).hasValueGreaterThanOrEqualTo(2);
	}

	private static boolean isObserved() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().endsWith("WorkloadObserver")));
	}

	@Test
	void aFailureOfAnotherCallersLoadIsHeardOfAsItIsIfThereIsNothingToServe() throws Exception {
		GatedLoader<String> loader = GatedLoader.failing(new IOException("no database"));
		Caller<String> loading = Caller.of(() -> this.cache.get("EUR", loader));
		loader.awaitCall();
		CompletableFuture<String> async = this.cache.getAsync("EUR", () -> CompletableFuture.completedFuture("never"));
		loader.letGoOn();
		assertThat(loading.failure()).isInstanceOf(IOException.class);
		assertThat(async).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isSameAs(loading.failure());
	}

	private static String load(LocalCache<String, String> cache, AtomicInteger calls) {
		return load(cache, "EUR", calls);
	}

	private static <K> String load(LocalCache<K, String> cache, K key, AtomicInteger calls) {
		try {
			return cache.get(key, () -> {
				calls.incrementAndGet();
				return FAILING.call();
			});
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
