package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of callers that wait for another's load no longer than a given time, and of those
 * whose wait an interrupt ends.
 */
class LoadTimeoutTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration EXPIRE = Duration.ofMinutes(10);

	private static final Duration STALE = Duration.ofHours(1);

	private final FakeClock clock = new FakeClock();

	private final HeldExecutor executor = new HeldExecutor();

	private final GatedLoader<String> late = GatedLoader.of("late");

	/** A wait that is over at once. */
	private final Flight.Waiting impatient = (latch, timeout) -> assertThat(timeout).isEqualTo(TIMEOUT);

	private LocalCache<String, String> cache(Strategy strategy, Flight.Waiting waiting) {
		return Caches.<String, String>builder(strategy)
			.loadPolicy(new LoadPolicy(TIMEOUT, null, null))
			.waiting(waiting)
			.build();
	}

	private LocalCache<String, String> staleOnError(Flight.Waiting waiting, Duration timeout) {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().expireAfterWrite(EXPIRE).build())
			.loadPolicy(new LoadPolicy(timeout, null, STALE))
			.nanoClock(this.clock)
			.waiting(waiting)
			.refreshExecutor(this.executor)
			.build();
		cache.put("Bern", "old");
		this.clock.advance(EXPIRE);
		return cache;
	}

	private Caller<String> startLate(LocalCache<String, String> cache) throws InterruptedException {
		Caller<String> caller = Caller.of(() -> cache.get("Bern", this.late));
		this.late.awaitCall();
		return caller;
	}

	private void endLate(Caller<String> caller) throws Exception {
		this.late.letGoOn();
		assertThat(caller.result()).isEqualTo("late");
	}

	@ForEachStrategy
	void aPlainCallerLoadsInsteadOfALoadThatTakesTooLong(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = cache(strategy, this.impatient);
		Caller<String> loading = startLate(cache);
		assertThat(Caches.getPlain(cache, "Bern", () -> "own")).isEqualTo("own");
		assertThat(cache.get("Bern")).isEqualTo("own");
		assertThat(cache.flights()).isZero();
		endLate(loading);
		assertThat(cache.get("Bern")).as("the late value is not stored").isEqualTo("own");
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.loadTimeouts()).isEqualTo(1);
		assertThat(statistics.misses()).isEqualTo(2);
		assertThat(statistics.loads()).isEqualTo(2);
		assertThat(statistics.puts()).isEqualTo(1);
		assertThat(statistics.nestedLoads()).isZero();
	}

	@Test
	void theLateValueIsNotStoredEvenIfTheOtherLoadFails() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, this.impatient);
		Caller<String> loading = startLate(cache);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Caches.getPlain(cache, "Bern", () -> {
			throw new IOException("no database");
		}));
		endLate(loading);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.flights()).isZero();
	}

	@Test
	void laterCallersWaitForTheNewLoadAndNotForTheLateOne() throws Exception {
		AtomicInteger impatience = new AtomicInteger(1);
		LocalCache<String, String> cache = cache(Strategy.SHARDED, (latch, timeout) -> {
			if (impatience.getAndDecrement() <= 0) {
				latch.await();
			}
		});
		Caller<String> loading = startLate(cache);
		GatedLoader<String> own = GatedLoader.of("own");
		Caller<String> instead = Caller.of(() -> Caches.getPlain(cache, "Bern", own));
		own.awaitCall();
		Caller<String> plain = Caller.of(() -> Caches.getPlain(cache, "Bern", () -> "never")).onceItWaits();
		Caller<String> strict = Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits();
		own.letGoOn();
		assertThat(instead.result()).isEqualTo("own");
		assertThat(plain.result()).isEqualTo("own");
		assertThat(strict.result()).isEqualTo("own");
		endLate(loading);
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
		assertThat(cache.statistics().loads()).isEqualTo(2);
	}

	@ForEachStrategy
	void anEvictionDuringTheNewLoadForbidsThatItBeStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = cache(strategy, this.impatient);
		Caller<String> loading = startLate(cache);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThat(cache.remove("Bern")).isFalse();
			return "own";
		})).isEqualTo("own");
		endLate(loading);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.statistics().puts()).isZero();
	}

	@Test
	void ofSeveralPlainCallersThatAreLateAtOnceEachLoadsAndOneIsStored() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		LocalCache<String, String> cache = cache(Strategy.SHARDED, (latch, timeout) -> over.await());
		Caller<String> loading = startLate(cache);
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch allLoad = new CountDownLatch(3);
		List<Caller<String>> callers = Stream.generate(() -> Caller.of(() -> Caches.getPlain(cache, "Bern", () -> {
			String value = "own " + calls.incrementAndGet();
			allLoad.countDown();
			assertThat(allLoad.await(20, TimeUnit.SECONDS)).isTrue();
			return value;
		})).onceItWaits()).limit(3).toList();
		over.countDown();
		List<String> values = new ArrayList<>();
		for (Caller<String> caller : callers) {
			values.add(caller.result());
		}
		assertThat(values).containsExactlyInAnyOrder("own 1", "own 2", "own 3").contains(cache.get("Bern"));
		endLate(loading);
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(3);
		assertThat(cache.statistics().misses()).isEqualTo(4);
		assertThat(cache.statistics().loads()).isEqualTo(4);
		assertThat(cache.statistics().puts()).isEqualTo(1);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void anEvictionForbidsThatAnyOfSeveralLateCallersStoresWhatItLoads() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		LocalCache<String, String> cache = cache(Strategy.SHARDED, (latch, timeout) -> over.await());
		Caller<String> loading = startLate(cache);
		CountDownLatch allLoad = new CountDownLatch(3);
		CountDownLatch evicted = new CountDownLatch(1);
		List<Caller<String>> callers = Stream.generate(() -> Caller.of(() -> Caches.getPlain(cache, "Bern", () -> {
			allLoad.countDown();
			assertThat(evicted.await(20, TimeUnit.SECONDS)).isTrue();
			return "own";
		})).onceItWaits()).limit(3).toList();
		over.countDown();
		assertThat(allLoad.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(cache.remove("Bern")).isFalse();
		evicted.countDown();
		for (Caller<String> caller : callers) {
			assertThat(caller.result()).isEqualTo("own");
		}
		endLate(loading);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.statistics().puts()).isZero();
	}

	@ForEachStrategy
	void aStrictCallerIsToldAndTheNextLoadsAnew(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = cache(strategy, this.impatient);
		Caller<String> loading = startLate(cache);
		assertThatExceptionOfType(LoadTimeoutException.class).isThrownBy(() -> cache.get("Bern", () -> "never"))
			.withMessage("Waited 5s in vain for another caller's load of key 'Bern' in cache 'cities'. "
					+ "The next caller loads it anew. Bound the time of the load itself, "
					+ "or raise the load-timeout of the cache.");
		assertThat(cache.flights()).isZero();
		assertThat(cache.get("Bern", () -> "anew")).isEqualTo("anew");
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("anew");
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.loadTimeouts()).isEqualTo(1);
		assertThat(statistics.loads()).isEqualTo(2);
		assertThat(statistics.loadFailures()).isZero();
		assertThat(statistics.misses()).isEqualTo(3);
	}

	@Test
	void aLoadThatEndsInTimeIsAwaited() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, Flight.Waiting.IN_REAL_TIME);
		Caller<String> loading = startLate(cache);
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits();
		endLate(loading);
		assertThat(waiting.result()).isEqualTo("late");
		assertThat(cache.statistics().loadTimeouts()).isZero();
	}

	@Test
	void aWaitInRealTimeEndsWithItsTime() throws Exception {
		LocalCache<String, String> cache = Caches.<String, String>builder(Strategy.SHARDED)
			.loadPolicy(new LoadPolicy(Duration.ofMillis(1), null, null))
			.build();
		Caller<String> loading = startLate(cache);
		assertThat(Caller.of(() -> cache.get("Bern", () -> "never")).failure())
			.isInstanceOf(LoadTimeoutException.class);
		endLate(loading);
	}

	@ParameterizedTest
	@EnumSource(Nesting.class)
	void theExpiredValueIsServedInsteadOfALoadThatTakesTooLongAndRestsAWhile(Nesting nesting) throws Throwable {
		LocalCache<String, String> cache = staleOnError(this.impatient, TIMEOUT);
		Caller<String> loading = startLate(cache);
		Load<String> never = Load.of(() -> "never");
		assertThat(cache.getOrLoad("Bern", never, nesting)).isEqualTo("old");
		assertThat(cache.getOrLoad("Bern", never, nesting)).as("without a wait").isEqualTo("old");
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
		assertThat(cache.statistics().staleServed()).isEqualTo(2);
		assertThat(cache.flights()).isZero();
		endLate(loading);
		assertThat(cache.get("Bern")).as("the late value is not stored").isNull();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.getOrLoad("Bern", Load.of(() -> "new"), nesting)).isEqualTo("new");
		assertThat(cache.get("Bern")).isEqualTo("new");
	}

	@Test
	void severalCallersThatAreLateAtOncePutTheNextLoadOffAsOneDoes() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		LocalCache<String, String> cache = staleOnError((latch, timeout) -> over.await(), TIMEOUT);
		Caller<String> loading = startLate(cache);
		List<Caller<String>> callers = Stream
			.generate(() -> Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits())
			.limit(4)
			.toList();
		over.countDown();
		for (Caller<String> caller : callers) {
			assertThat(caller.result()).isEqualTo("old");
		}
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(4);
		assertThat(cache.statistics().staleServed()).isEqualTo(4);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.get("Bern", () -> "new")).isEqualTo("new");
		endLate(loading);
	}

	@ParameterizedTest
	@EnumSource(Nesting.class)
	void aValueThatIsBeingStoredWhenTheTimeIsOverIsTaken(Nesting nesting) throws Throwable {
		GatedLoader<Integer> scales = GatedLoader.of(1);
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().maximumWeight(100L).build())
			.weigher((key, value) -> weigh(scales))
			.loadPolicy(new LoadPolicy(TIMEOUT, null, null))
			.waiting(this.impatient)
			.build();
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> "loaded"));
		scales.awaitCall();
		Caller<String> waiting = Caller.of(() -> {
			try {
				return cache.getOrLoad("Bern", Load.of(() -> "never"), nesting);
			}
			catch (Exception | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new AssertionError(ex);
			}
		}).onceItIsBlocked();
		scales.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(waiting.result()).isEqualTo("loaded");
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().hits() + cache.statistics().misses()).isEqualTo(2);
		assertThat(cache.statistics().loadTimeouts()).isZero();
	}

	private static int weigh(GatedLoader<Integer> scales) {
		try {
			return scales.call();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@ParameterizedTest
	@EnumSource(Nesting.class)
	void aValueThatWasPutDuringTheWaitIsTaken(Nesting nesting) throws Throwable {
		AtomicReference<@Nullable LocalCache<String, String>> self = new AtomicReference<>();
		LocalCache<String, String> cache = cache(Strategy.SHARDED, (latch, timeout) -> put(self));
		self.set(cache);
		Caller<String> loading = startLate(cache);
		assertThat(cache.getOrLoad("Bern", Load.of(() -> "never"), nesting)).isEqualTo("put");
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
	}

	private static void put(AtomicReference<@Nullable LocalCache<String, String>> cache) {
		LocalCache<String, String> target = cache.get();
		assertThat(target).isNotNull();
		if (target != null) {
			target.put("Bern", "put");
		}
	}

	@Test
	void aPlainCallerWhoseKeyWasEvictedDuringTheWaitStoresWhatItLoads() throws Exception {
		AtomicReference<@Nullable LocalCache<String, String>> self = new AtomicReference<>();
		LocalCache<String, String> cache = cache(Strategy.SHARDED, (latch, timeout) -> {
			LocalCache<String, String> target = self.get();
			assertThat(target != null && target.remove("Bern")).isFalse();
		});
		self.set(cache);
		Caller<String> loading = startLate(cache);
		assertThat(Caches.getPlain(cache, "Bern", () -> "own")).isEqualTo("own");
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("own");
		assertThat(cache.statistics().misses()).isEqualTo(2);
	}

	@Test
	void anInterruptEndsTheWaitOfAStrictCaller() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, Flight.Waiting.IN_REAL_TIME);
		Caller<String> loading = startLate(cache);
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits();
		waiting.interrupt();
		assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("late");
	}

	@Test
	void anInterruptedPlainCallerLoadsWithItsInterruptKeptAndLeavesTheOtherLoadAlone() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, Flight.Waiting.IN_REAL_TIME);
		Caller<String> loading = startLate(cache);
		GatedLoader<String> own = GatedLoader.of("own");
		Caller<String> waiting = Caller.of(() -> Caches.getPlain(cache, "Bern", () -> {
			assertThat(Thread.interrupted()).as("interrupted").isTrue();
			return own.call();
		})).onceItWaits();
		waiting.interruptOnce();
		own.awaitCall();
		own.letGoOn();
		assertThat(waiting.result()).isEqualTo("own");
		assertThat(cache.get("Bern")).as("nothing would keep it from surviving an eviction").isNull();
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("late");
		assertThat(cache.statistics().loads()).isEqualTo(2);
		assertThat(cache.statistics().nestedLoads()).isZero();
		assertThat(cache.statistics().loadTimeouts()).isZero();
	}

	@Test
	void plainCallersThatWaitForALoadThatIsInterruptedLookAgain() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, Flight.Waiting.IN_REAL_TIME);
		GatedLoader<String> interrupted = GatedLoader.failing(new InterruptedException());
		Caller<String> loading = Caller.of(() -> cache.get("Bern", interrupted));
		interrupted.awaitCall();
		AtomicInteger calls = new AtomicInteger();
		List<Caller<String>> waiting = Stream
			.generate(() -> Caller.of(() -> Caches.getPlain(cache, "Bern", () -> "own " + calls.incrementAndGet()))
				.onceItWaits())
			.limit(3)
			.toList();
		interrupted.letGoOn();
		assertThat(loading.failure()).isInstanceOf(InterruptedException.class);
		for (Caller<String> caller : waiting) {
			assertThat(caller.result()).isEqualTo("own 1");
		}
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.misses()).as("each lookup is counted once").isEqualTo(4);
		assertThat(statistics.hits()).isZero();
		assertThat(statistics.loads()).isEqualTo(2);
		assertThat(statistics.loadFailures()).isEqualTo(1);
	}

	@Test
	void strictCallersThatWaitForALoadThatIsInterruptedAreToldWithoutBeingInterrupted() throws Exception {
		LocalCache<String, String> cache = cache(Strategy.SHARDED, Flight.Waiting.IN_REAL_TIME);
		GatedLoader<String> interrupted = GatedLoader.failing(new InterruptedException());
		Caller<String> loading = Caller.of(() -> cache.get("Bern", interrupted));
		interrupted.awaitCall();
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", () -> "never")).onceItWaits();
		interrupted.letGoOn();
		assertThat(loading.failure()).isInstanceOf(InterruptedException.class);
		assertThat(waiting.failure()).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(InterruptedException.class);
	}

	@Test
	void anAsynchronousPlainCallerLoadsInsteadAndNotInTheThreadOfTheTimer() throws Exception {
		LocalCache<String, String> cache = async();
		Caller<String> loading = startLate(cache);
		AtomicReference<@Nullable Thread> starter = new AtomicReference<>();
		CompletableFuture<String> own = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern", AsyncLoad.of(() -> {
			starter.set(Thread.currentThread());
			return own;
		}), Nesting.ALLOWED);
		awaitOwnLoad();
		assertThat(starter).hasValue(null);
		this.executor.runAll();
		assertThat(starter).hasValue(Thread.currentThread());
		assertThat(value).isNotDone();
		CompletableFuture<String> joining = cache.getOrLoadAsync("Bern", () -> own, Nesting.ALLOWED);
		assertThat(own.complete("own")).isTrue();
		assertThat(value).isCompletedWithValue("own");
		assertThat(joining.get(20, TimeUnit.SECONDS)).isEqualTo("own");
		endLate(loading);
		assertThat(cache.get("Bern")).isEqualTo("own");
		assertThat(cache.statistics().misses()).isEqualTo(3);
		assertThat(cache.statistics().loads()).isEqualTo(2);
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
	}

	@Test
	void ofSeveralAsynchronousPlainCallersThatAreLateAtOnceEachLoadsAndOneIsStored() throws Exception {
		LocalCache<String, String> cache = async();
		Caller<String> loading = startLate(cache);
		List<CompletableFuture<String>> values = new ArrayList<>();
		List<CompletableFuture<String>> sources = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		for (CompletableFuture<String> source : sources) {
			values.add(cache.getOrLoadAsync("Bern", AsyncLoad.of(() -> source), Nesting.ALLOWED));
		}
		await().until(() -> this.executor.held() == 2);
		this.executor.runAll();
		assertThat(sources.get(0).complete("own 0")).isTrue();
		assertThat(sources.get(1).complete("own 1")).isTrue();
		assertThat(values.get(0).get(20, TimeUnit.SECONDS)).isEqualTo("own 0");
		assertThat(values.get(1).get(20, TimeUnit.SECONDS)).isEqualTo("own 1");
		endLate(loading);
		assertThat(cache.get("Bern")).isIn("own 0", "own 1");
		assertThat(cache.statistics().puts()).isEqualTo(1);
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(2);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void anEvictionForbidsThatAnyOfSeveralLateAsynchronousCallersStoresWhatItLoads() throws Exception {
		LocalCache<String, String> cache = async();
		Caller<String> loading = startLate(cache);
		CompletableFuture<String> source = new CompletableFuture<>();
		List<CompletableFuture<String>> values = Stream
			.generate(() -> cache.getOrLoadAsync("Bern", AsyncLoad.of(() -> source), Nesting.ALLOWED))
			.limit(2)
			.toList();
		await().until(() -> this.executor.held() == 2);
		this.executor.runAll();
		assertThat(cache.remove("Bern")).isFalse();
		assertThat(source.complete("own")).isTrue();
		for (CompletableFuture<String> value : values) {
			assertThat(value.get(20, TimeUnit.SECONDS)).isEqualTo("own");
		}
		endLate(loading);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.statistics().puts()).isZero();
	}

	@Test
	void anAsynchronousPlainCallerWhoseLoadCannotBeDetachedGoesOnWaiting() throws Exception {
		LocalCache<String, String> cache = async();
		Caller<String> loading = startLate(cache);
		AsyncLoad<String> bound = () -> CompletableFuture.completedFuture("never");
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern", bound, Nesting.ALLOWED);
		CompletableFuture<String> strict = cache.getOrLoadAsync("Bern", bound, Nesting.REFUSED);
		assertThat(strict).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(LoadTimeoutException.class);
		assertThat(value).isNotDone();
		endLate(loading);
		assertThat(value.get(20, TimeUnit.SECONDS)).isEqualTo("late");
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void anAsynchronousPlainCallerWhoseLoadIsRejectedGoesOnWaiting() throws Exception {
		this.executor.setBusy(true);
		LocalCache<String, String> cache = async();
		Caller<String> loading = startLate(cache);
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern",
				AsyncLoad.of(() -> CompletableFuture.completedFuture("never")), Nesting.ALLOWED);
		CompletableFuture<String> strict = cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never"));
		assertThat(strict).failsWithin(20, TimeUnit.SECONDS);
		assertThat(value).isNotDone();
		endLate(loading);
		assertThat(value.get(20, TimeUnit.SECONDS)).isEqualTo("late");
	}

	@ParameterizedTest
	@EnumSource(Nesting.class)
	void anAsynchronousCallerIsServedTheExpiredValueInsteadOfALoadThatTakesTooLong(Nesting nesting) throws Exception {
		LocalCache<String, String> cache = staleOnError(Flight.Waiting.IN_REAL_TIME, Duration.ofMillis(1));
		Caller<String> loading = startLate(cache);
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern", () -> CompletableFuture.completedFuture("never"),
				nesting);
		assertThat(value.get(20, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(cache.getOrLoadAsync("Bern", () -> CompletableFuture.completedFuture("never"), nesting))
			.as("without a wait")
			.isCompletedWithValue("old");
		endLate(loading);
		assertThat(cache.statistics().staleServed()).isEqualTo(2);
		assertThat(cache.statistics().loadTimeouts()).isEqualTo(1);
	}

	@Test
	void aTimeoutOfTheLoadItselfIsAFailureLikeAnyOther() throws Exception {
		LocalCache<String, String> cache = Caches.<String, String>builder(Strategy.SHARDED)
			.loadPolicy(new LoadPolicy(Duration.ofMinutes(1), null, null))
			.refreshExecutor(this.executor)
			.build();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		CompletableFuture<String> joining = cache.getOrLoadAsync("Bern", AsyncLoad.of(() -> source), Nesting.ALLOWED);
		Caller<String> blocking = Caller.of(() -> Caches.getPlain(cache, "Bern", () -> "never")).onceItWaits();
		TimeoutException failure = new TimeoutException("the load's own");
		assertThat(source.completeExceptionally(failure)).isTrue();
		for (CompletableFuture<String> future : List.of(value, joining)) {
			assertThat(future).failsWithin(20, TimeUnit.SECONDS)
				.withThrowableOfType(ExecutionException.class)
				.havingCause()
				.isSameAs(failure);
		}
		assertThat(blocking.failure()).isInstanceOf(SharedFailureException.class).hasCause(failure);
		assertThat(cache.statistics().loadTimeouts()).isZero();
		assertThat(this.executor.held()).isZero();
	}

	private LocalCache<String, String> async() {
		return Caches.<String, String>builder(Strategy.SHARDED)
			.loadPolicy(new LoadPolicy(Duration.ofMillis(1), null, null))
			.refreshExecutor(this.executor)
			.build();
	}

	private void awaitOwnLoad() {
		await().until(() -> this.executor.held() == 1);
	}

}
