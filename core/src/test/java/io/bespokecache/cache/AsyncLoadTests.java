package io.bespokecache.cache;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of loads without a thread of their own, and of their mixing with those that have
 * one.
 */
class AsyncLoadTests {

	@ForEachStrategy
	void aValueThatIsThereIsThereAtOnce(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		cache.put("Bern", "put");
		assertThat(cache.getAsync("Bern", () -> CompletableFuture.completedFuture("loaded")))
			.isCompletedWithValue("put");
		assertThat(cache.statistics().hits()).isEqualTo(1);
		assertThat(cache.statistics().loads()).isZero();
	}

	@ForEachStrategy
	void anAbsentValueIsLoadedWithoutBlockingAndThenFound(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		assertThat(value).isNotDone();
		assertThat(source.complete("loaded")).isTrue();
		assertThat(value).isCompletedWithValue("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
		assertThat(cache.statistics())
			.extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::puts, CacheStatistics::loads,
					CacheStatistics::loadFailures)
			.containsExactly(1L, 1L, 1L, 1L, 0L);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void blockingCallersJoinAnAsynchronousLoad(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> first = cache.getAsync("Bern", () -> source);
		CompletableFuture<String> second = cache.getAsync("Bern", () -> CompletableFuture.completedFuture("second"));
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", () -> "third")).onceItWaits();
		assertThat(source.complete("loaded")).isTrue();
		assertThat(first).isCompletedWithValue("loaded");
		assertThat(second).isCompletedWithValue("loaded");
		assertThat(blocking.result()).isEqualTo("loaded");
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().misses()).isEqualTo(3);
	}

	@ForEachStrategy
	void asynchronousCallersJoinABlockingLoad(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> loader = GatedLoader.of("loaded");
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		CompletableFuture<String> joining = cache.getAsync("Bern", () -> CompletableFuture.completedFuture("second"));
		assertThat(joining).isNotDone();
		loader.letGoOn();
		assertThat(blocking.result()).isEqualTo("loaded");
		assertThat(joining.get(20, TimeUnit.SECONDS)).isEqualTo("loaded");
		assertThat(cache.statistics().loads()).isEqualTo(1);
	}

	@Test
	void aCallerThatCancelsItsFutureLeavesTheLoadAndTheOtherCallersAlone() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> cancelled = cache.getAsync("Bern", () -> source);
		CompletableFuture<String> joining = cache.getAsync("Bern", () -> source);
		assertThat(cancelled.cancel(false)).isTrue();
		assertThat(source).isNotDone();
		assertThat(joining).isNotDone();
		assertThat(source.complete("loaded")).isTrue();
		assertThat(joining).isCompletedWithValue("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
	}

	@Test
	void aCallerThatCompletesItsFutureItselfFoolsNobodyElse() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> forged = cache.getAsync("Bern", () -> source);
		CompletableFuture<String> joining = cache.getAsync("Bern", () -> source);
		assertThat(forged.complete("forged")).isTrue();
		assertThat(source.complete("loaded")).isTrue();
		assertThat(joining).isCompletedWithValue("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
	}

	@ForEachStrategy
	void aFailureReachesAllCallersAndIsNotStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		IOException failure = new IOException("no database");
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source.thenApply((text) -> text + "!"));
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		assertThat(source.completeExceptionally(failure)).isTrue();
		assertFailed(value, failure);
		assertThat(blocking.failure()).isSameAs(failure);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertLoadsAgain(cache);
	}

	@Test
	void aCancelledLoadIsNotStored() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		assertThat(source.cancel(false)).isTrue();
		assertThat(value).isCompletedExceptionally();
		assertThat(blocking.failure()).isInstanceOf(CancellationException.class);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertLoadsAgain(cache);
	}

	@Test
	void aFailureThatIsNeitherExceptionNorErrorReachesABlockingCallerWrapped() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		Throwable failure = new Throwable("odd");
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		assertThat(source.completeExceptionally(failure)).isTrue();
		assertFailed(value, failure);
		assertThat(blocking.failure()).isInstanceOf(ExecutionException.class).hasCause(failure);
	}

	@Test
	void aLoaderThatThrowsFailsTheFutureRatherThanTheCall() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		IllegalStateException failure = new IllegalStateException("not started");
		CompletableFuture<String> value = cache.getAsync("Bern", () -> {
			throw failure;
		});
		assertFailed(value, failure);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertLoadsAgain(cache);
	}

	@Test
	@SuppressWarnings("NullAway") // a loader that is not checked for nulls
	void aNullFutureIsRefusedByName() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		assertRefusesNull(cache.getAsync("Bern", () -> null));
		assertLoadsAgain(cache);
	}

	@Test
	@SuppressWarnings("NullAway") // a loader that is not checked for nulls
	void aFutureOfNullIsRefusedByName() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> nothing = CompletableFuture.completedFuture(null);
		assertRefusesNull(cache.getAsync("Bern", () -> nothing));
		assertLoadsAgain(cache);
	}

	private static void assertRefusesNull(CompletableFuture<String> value) {
		assertThat(value).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(NullPointerException.class)
			.withMessage("The loader of key 'Bern' in cache 'cities' returned null, which a cache cannot hold. "
					+ "Return a value that stands for none, or throw.");
	}

	@ForEachStrategy
	void anEvictionForbidsThatAnAsynchronousLoadBeStored(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		assertThat(cache.remove("Bern")).isFalse();
		CompletableFuture<String> after = cache.getAsync("Bern", () -> CompletableFuture.completedFuture("after"));
		assertThat(source.complete("before")).isTrue();
		assertThat(value).isCompletedWithValue("before");
		assertThat(after).isCompletedWithValue("after");
		assertThat(cache.get("Bern")).isEqualTo("after");
	}

	@Test
	void aPutIsNotOverwrittenByAnAsynchronousLoad() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		cache.put("Bern", "put");
		assertThat(source.complete("loaded")).isTrue();
		assertThat(value).isCompletedWithValue("loaded");
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.statistics().puts()).isEqualTo(1);
	}

	@Test
	void aLoaderThatAsksForItsOwnValueIsRefusedByName() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> value = cache.getAsync("Bern",
				() -> cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never")));
		assertThat(value).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(RecursiveLoadException.class)
			.withMessageContaining("key 'Bern' in cache 'cities'");
		assertLoadsAgain(cache);
	}

	@Test
	void aBlockingLoaderThatWaitsForItsOwnFutureIsRefused() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		Caller<String> caller = Caller.of(() -> cache.get("Bern",
				() -> cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never")).join()));
		assertThat(caller.failure()).hasRootCauseInstanceOf(RecursiveLoadException.class);
		assertLoadsAgain(cache);
	}

	@Test
	void theThreadThatStartedALoadMayWaitForItLater() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		Caller<String> caller = Caller.of(() -> {
			assertThat(cache.getAsync("Bern", () -> source)).isNotDone();
			return cache.get("Bern", () -> "other");
		}).onceItWaits();
		assertThat(source.complete("loaded")).isTrue();
		assertThat(caller.result()).isEqualTo("loaded");
	}

	@Test
	void whoeverHearsOfAValueFindsItRatherThanItsLoad() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<Integer> flights = cache.getAsync("Bern", () -> source).thenApply((value) -> {
			assertThat(cache.get("Bern")).isEqualTo(value);
			return cache.flights();
		});
		assertThat(source.complete("loaded")).isTrue();
		assertThat(flights).isCompletedWithValue(0);
	}

	@Test
	void whoeverHearsOfAFailureMayLoadAgain() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> again = cache.getAsync("Bern", () -> source)
			.exceptionallyCompose(
					(failure) -> cache.getAsync("Bern", () -> CompletableFuture.completedFuture("loaded again")));
		assertThat(source.completeExceptionally(new IOException("no database"))).isTrue();
		assertThat(again).isCompletedWithValue("loaded again");
		assertThat(cache.statistics().loads()).isEqualTo(2);
	}

	@Test
	void whatOneCallerDoesNextDelaysNoOther() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> first = cache.getAsync("Bern", () -> source);
		Caller<String> blocking = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		CompletableFuture<String> next = first.thenApply((value) -> {
			try {
				return blocking.result();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		Caller<Boolean> completing = Caller.of(() -> source.complete("loaded"));
		assertThat(completing.result()).isTrue();
		assertThat(next).isCompletedWithValue("loaded");
	}

	@Test
	void aWriteFromWithinTheStoreOfTheSameKeyDoesNotWaitForItself() throws Exception {
		AtomicBoolean called = new AtomicBoolean();
		List<LocalCache<String, String>> self = new CopyOnWriteArrayList<>();
		Workload workload = Workload.builder().maximumWeight(100L).build();
		// Which asks the weigher before it takes a lock.
		LocalCache<String, String> cache = LocalCache.<String, String>builder("cities", workload)
			.selection(StrategySelector.override(workload, Strategy.CAFFEINE))
			.weigher((key, value) -> {
				if (called.compareAndSet(false, true)) {
					assertThat(self.get(0).remove("Bern")).isFalse();
				}
				return 1;
			})
			.build();
		self.add(cache);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getAsync("Bern", () -> source);
		Caller<Boolean> completing = Caller.of(() -> source.complete("loaded"));
		assertThat(completing.result()).isTrue();
		assertThat(value).isCompletedWithValue("loaded");
		assertThat(called).isTrue();
	}

	@Test
	void aValueThatCannotBeStoredFailsTheFuture() {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().maximumWeight(100L).build())
			.weigher((key, value) -> {
				throw new IllegalStateException("no scales");
			})
			.build();
		assertThat(cache.getAsync("Bern", () -> CompletableFuture.completedFuture("loaded")))
			.failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("no scales");
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aValueThatMayNotBeJudgedFailsTheFutureAndIsCounted() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		IllegalStateException failure = new IllegalStateException("no judge");
		AsyncLoad<String> load = new AsyncLoad<>() {

			@Override
			public CompletionStage<String> start() {
				return CompletableFuture.completedFuture("loaded");
			}

			@Override
			public boolean isStorable(String value) {
				throw failure;
			}

		};
		assertFailed(cache.getOrLoadAsync("Bern", load, Nesting.ALLOWED), failure);
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertLoadsAgain(cache);
	}

	private static void assertFailed(CompletableFuture<String> value, Throwable failure) {
		assertThat(value).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isSameAs(failure);
	}

	private static void assertLoadsAgain(LocalCache<String, String> cache) throws Exception {
		assertThat(cache.size()).isZero();
		assertThat(cache.flights()).isZero();
		assertThat(cache.getAsync("Bern", () -> CompletableFuture.completedFuture("again")).get(20, TimeUnit.SECONDS))
			.isEqualTo("again");
		assertThat(cache.get("Bern")).isEqualTo("again");
	}

}
