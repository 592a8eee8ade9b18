package io.bespokecache.spring;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.NullValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class BespokeCacheTests {

	private final BespokeCache cache = SameDefinition.of(Strategy.CONCURRENT).newCache("rates");

	@EveryStrategy
	void aValueThatWasPutIsFound(Strategy strategy) {
		Cache cache = SameDefinition.of(strategy).newCache("rates");
		cache.put("EUR", 1.1);
		assertThat(cache.get("EUR")).isNotNull().extracting(ValueWrapper::get).isEqualTo(1.1);
		assertThat(cache.get("EUR", Double.class)).isEqualTo(1.1);
		assertThat(cache.get("USD")).isNull();
		assertThat(cache.get("USD", Double.class)).isNull();
	}

	@EveryStrategy
	void aNullIsCachedAndTellsItselfFromNothing(Strategy strategy) {
		Cache cache = SameDefinition.of(strategy).newCache("rates");
		cache.put("EUR", null);
		assertThat(cache.get("EUR")).isNotNull().extracting(ValueWrapper::get).isNull();
		assertThat(cache.get("EUR", Double.class)).isNull();
		assertThat(cache.get("EUR", () -> 1.1)).isNull();
		assertThat(cache.putIfAbsent("EUR", 1.1)).isNotNull().extracting(ValueWrapper::get).isNull();
	}

	@EveryStrategy
	void theNativeCacheIsAMapThatTellsItsStrategyAndStaysWhenThatChanges(Strategy strategy) {
		BespokeCache cache = SameDefinition.of(strategy).newCache("rates");
		CacheMap<Object, Object> map = cache.getNativeCache();
		cache.put("EUR", 1.1);
		assertThat(map.strategy()).isEqualTo(strategy);
		Strategy other = (strategy == Strategy.SHARDED) ? Strategy.CONCURRENT : Strategy.SHARDED;
		Workload workload = cache.getStore().workload();
		cache.getStore().change(workload, StrategySelector.override(workload, other));
		assertThat(cache.getNativeCache()).isSameAs(map).containsEntry("EUR", 1.1);
		assertThat(map.strategy()).isEqualTo(other);
	}

	@EveryStrategy
	void putIfAbsentKeepsAndReturnsWhatIsThere(Strategy strategy) {
		Cache cache = SameDefinition.of(strategy).newCache("rates");
		assertThat(cache.putIfAbsent("EUR", 1.1)).isNull();
		assertThat(cache.putIfAbsent("EUR", 1.2)).isNotNull().extracting(ValueWrapper::get).isEqualTo(1.1);
		assertThat(cache.get("EUR", Double.class)).isEqualTo(1.1);
	}

	@EveryStrategy
	void evictionsSayWhetherAnythingWasThere(Strategy strategy) {
		Cache cache = SameDefinition.of(strategy).newCache("rates");
		cache.put("EUR", 1.1);
		cache.put("USD", null);
		assertThat(cache.evictIfPresent("GBP")).isFalse();
		assertThat(cache.evictIfPresent("EUR")).isTrue();
		assertThat(cache.evictIfPresent("EUR")).isFalse();
		assertThat(cache.evictIfPresent("USD")).isTrue();
	}

	@EveryStrategy
	void anInvalidationSaysWhetherAnythingWasThere(Strategy strategy) {
		Cache cache = SameDefinition.of(strategy).newCache("rates");
		assertThat(cache.invalidate()).isFalse();
		cache.put("EUR", 1.1);
		assertThat(cache.invalidate()).isTrue();
		assertThat(cache.get("EUR")).isNull();
		assertThat(cache.invalidate()).isFalse();
	}

	@EveryStrategy
	void evictAndClearTakeEffectAtOnce(Strategy strategy) {
		BespokeCache cache = SameDefinition.of(strategy).newCache("rates");
		cache.put("EUR", 1.1);
		cache.put("USD", 1.0);
		cache.put("GBP", 0.9);
		cache.evict("EUR");
		assertThat(cache.get("EUR")).isNull();
		assertThat(cache.getStore().size()).isEqualTo(2);
		cache.clear();
		assertThat(cache.get("USD")).isNull();
		assertThat(cache.getStore().size()).isZero();
		assertThat(cache.getStore().statistics().removals()).isEqualTo(3);
	}

	@Test
	void aValueOfAnotherTypeThanAskedForIsRefused() {
		this.cache.put("EUR", 1.1);
		assertThatIllegalStateException().isThrownBy(() -> this.cache.get("EUR", String.class))
			.withMessageContaining(String.class.getName());
	}

	@Test
	void aLoaderRunsForTheFirstCallerOnly() throws Exception {
		AtomicInteger loads = new AtomicInteger();
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		Callable<Integer> loader = () -> {
			loading.countDown();
			mayEnd.await();
			return loads.incrementAndGet();
		};
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			Future<Integer> first = executor.submit(() -> this.cache.get("EUR", loader));
			loading.await();
			Future<Integer> second = executor.submit(() -> this.cache.get("EUR", loader));
			Future<Integer> third = executor.submit(() -> this.cache.get("EUR", loader));
			CompletableFuture<Integer> fourth = this.cache.retrieve("EUR",
					() -> CompletableFuture.completedFuture(loads.incrementAndGet()));
			await().until(() -> this.cache.getStore().statistics().misses() == 4);
			mayEnd.countDown();
			assertThat(first.get()).isOne();
			assertThat(second.get()).isOne();
			assertThat(third.get()).isOne();
			assertThat(fourth.get()).isOne();
			assertThat(loads).hasValue(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aFailedLoadIsWrappedAndNotCached() {
		IOException failure = new IOException("no rates today");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			throw failure;
		})).withCause(failure).satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("EUR"));
		assertThat(this.cache.get("EUR")).isNull();
		assertThat(this.cache.get("EUR", () -> 1.1)).isEqualTo(1.1);
	}

	@Test
	void anErrorOfALoaderIsWrappedToo() {
		AssertionError failure = new AssertionError("broken");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("EUR", () -> {
			throw failure;
		})).withCause(failure);
	}

	@Test
	void whoWaitsForALoadThatFailsIsToldTheSameCause() throws Exception {
		IOException failure = new IOException("no rates today");
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			Future<?> first = executor.submit(() -> this.cache.get("EUR", () -> {
				loading.countDown();
				mayEnd.await();
				throw failure;
			}));
			loading.await();
			Future<?> second = executor.submit(() -> this.cache.get("EUR", () -> 1.1));
			await().until(() -> this.cache.getStore().statistics().misses() == 2);
			mayEnd.countDown();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get)
				.withRootCauseInstanceOf(IOException.class);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(second::get)
				.havingCause()
				.isInstanceOf(ValueRetrievalException.class)
				.withCause(failure);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aLoaderThatAsksForItsOwnValueIsToldSo() {
		assertThatExceptionOfType(RecursiveLoadException.class)
			.isThrownBy(() -> this.cache.get("EUR", () -> this.cache.get("EUR", () -> 1.1)))
			.withMessageContaining("'EUR'")
			.withMessageContaining("'rates'");
	}

	@Test
	void aThreadThatIsInterruptedWhileItWaitsStaysInterrupted() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread loader = new Thread(() -> this.cache.get("EUR", () -> {
			loading.countDown();
			mayEnd.await();
			return 1.1;
		}));
		Thread waiter = new Thread(() -> {
			try {
				this.cache.get("EUR", () -> 1.2);
			}
			catch (ValueRetrievalException ex) {
				failure.set(ex);
				interrupted.set(Thread.currentThread().isInterrupted());
			}
		});
		loader.start();
		loading.await();
		waiter.start();
		await().until(() -> this.cache.getStore().statistics().misses() == 2);
		waiter.interrupt();
		waiter.join();
		mayEnd.countDown();
		loader.join();
		assertThat(failure.get()).hasCauseInstanceOf(InterruptedException.class);
		assertThat(interrupted).isTrue();
		assertThat(this.cache.get("EUR", Double.class)).isEqualTo(1.1);
	}

	@Test
	void anEvictionWhileAValueLoadsKeepsTheValueFromBeingStored() {
		Object value = this.cache.get("EUR", () -> {
			this.cache.evict("EUR");
			return 1.1;
		});
		assertThat(value).isEqualTo(1.1);
		assertThat(this.cache.get("EUR")).isNull();
	}

	@Test
	void retrieveAnswersAMissWithNullAndAHitWithAFutureOfAWrapper() {
		assertThat(this.cache.retrieve("EUR")).isNull();
		this.cache.put("EUR", 1.1);
		this.cache.put("USD", null);
		assertThat(this.cache.retrieve("EUR")).isNotNull()
			.isCompletedWithValueMatching(
					(value) -> value instanceof ValueWrapper wrapper && Double.valueOf(1.1).equals(wrapper.get()));
		assertThat(this.cache.retrieve("USD")).isNotNull()
			.isCompletedWithValueMatching((value) -> value instanceof ValueWrapper wrapper && wrapper.get() == null);
	}

	@Test
	void retrieveDoesNotBlockWhileTheValueLoads() {
		CompletableFuture<Double> source = new CompletableFuture<>();
		CompletableFuture<Double> value = this.cache.retrieve("EUR", () -> source);
		CompletableFuture<Double> shared = this.cache.retrieve("EUR", () -> CompletableFuture.completedFuture(1.2));
		assertThat(value).isNotDone();
		assertThat(shared).isNotDone();
		source.complete(1.1);
		assertThat(value).isCompletedWithValue(1.1);
		assertThat(shared).isCompletedWithValue(1.1);
		assertThat(this.cache.get("EUR", Double.class)).isEqualTo(1.1);
	}

	@Test
	void aFutureOfNullIsCachedAsNull() {
		CompletableFuture<Double> value = this.cache.retrieve("EUR", () -> CompletableFuture.completedFuture(null));
		assertThat(value).isCompletedWithValue(null);
		assertThat(this.cache.get("EUR")).isNotNull().extracting(ValueWrapper::get).isNull();
	}

	@Test
	void aFutureThatFailsIsNotCached() {
		IOException failure = new IOException("no rates today");
		CompletableFuture<Double> value = this.cache.retrieve("EUR", () -> CompletableFuture.failedFuture(failure));
		assertThat(value).isCompletedExceptionally();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(value::get).withCause(failure);
		assertThat(this.cache.get("EUR")).isNull();
		assertThat(this.cache.getStore().statistics().loadFailures()).isOne();
	}

	@Test
	void cancellingARetrievedFutureLeavesTheOthersTheirValue() {
		CompletableFuture<Double> source = new CompletableFuture<>();
		CompletableFuture<Double> cancelled = this.cache.retrieve("EUR", () -> source);
		CompletableFuture<Double> kept = this.cache.retrieve("EUR", () -> source);
		cancelled.cancel(true);
		source.complete(1.1);
		assertThat(kept).isCompletedWithValue(1.1);
		assertThat(this.cache.get("EUR", Double.class)).isEqualTo(1.1);
	}

	@Test
	void aWeigherNeverSeesACachedNull() {
		Workload workload = Workload.builder().maximumWeight(100L).build();
		BespokeCache cache = SameDefinition.of(workload, (key, value) -> ((String) value).length()).newCache("pages");
		cache.put("empty", null);
		cache.put("full", "text");
		assertThat(cache.get("empty")).isNotNull().extracting(ValueWrapper::get).isNull();
		assertThat(cache.getNativeCache()).containsEntry("empty", NullValue.INSTANCE);
	}

	@Test
	void nullsDoNotEscapeTheBoundOnWeight() {
		Workload workload = Workload.builder().maximumWeight(100L).build();
		BespokeCache cache = SameDefinition.of(workload, (key, value) -> 1).newCache("pages");
		for (int i = 0; i < 1_000; i++) {
			cache.put(i, null);
		}
		cache.getNativeCache().cleanUp();
		assertThat(cache.getStore().size()).isLessThanOrEqualTo(100);
	}

}
