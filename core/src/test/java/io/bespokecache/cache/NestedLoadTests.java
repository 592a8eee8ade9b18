package io.bespokecache.cache;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of loads that wait for themselves, alone or in a ring, where that is allowed.
 */
class NestedLoadTests {

	@ForEachStrategy
	void aLoadInsideAnotherOfItsKeyIsStoredUntilTheOuterOneIs(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		String value = Caches.getPlain(cache, "Bern", () -> {
			assertThat(Caches.getPlain(cache, "Bern", () -> "inner")).isEqualTo("inner");
			assertThat(Caches.getPlain(cache, "Bern", () -> "never")).as("a third request").isEqualTo("inner");
			assertThat(cache.get("Bern", () -> "never")).as("a strict request").isEqualTo("inner");
			return "outer";
		});
		assertThat(value).isEqualTo("outer");
		assertThat(cache.get("Bern")).isEqualTo("outer");
		assertThat(cache.size()).isEqualTo(1);
		assertThat(cache.flights()).isZero();
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.nestedLoads()).isEqualTo(1);
		assertThat(statistics.loads()).isEqualTo(2);
		assertThat(statistics.puts()).isEqualTo(2);
		assertThat(statistics.misses()).isEqualTo(2);
		assertThat(statistics.hits()).isEqualTo(3);
	}

	@Test
	void loadsNestAsDeepAsTheyLike() throws Exception {
		LocalCache<String, Integer> cache = Caches.small();
		assertThat(nest(cache, 10)).isEqualTo(10);
		assertThat(cache.get("Bern")).isEqualTo(10);
		assertThat(cache.statistics().nestedLoads()).isEqualTo(10);
		assertThat(cache.statistics().loads()).isEqualTo(11);
	}

	private static int nest(LocalCache<String, Integer> cache, int depth) throws Exception {
		return Caches.getPlain(cache, "Bern", () -> (depth > 0) ? nest(cache, depth - 1) + 1 : 0);
	}

	@ForEachStrategy
	void anEvictionInsideTheOuterLoadForbidsThatEitherBeStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThat(Caches.getPlain(cache, "Bern", () -> "inner")).isEqualTo("inner");
			assertThat(cache.remove("Bern")).as("there was a value").isTrue();
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void anEvictionInsideTheInnerLoadForbidsThatEitherBeStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> Caches.getPlain(cache, "Bern", () -> {
			assertThat(cache.remove("Bern")).isFalse();
			return "inner";
		}))).isEqualTo("inner");
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.statistics().puts()).isZero();
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void anEvictionByAnotherThreadForbidsThatEitherBeStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> inner = GatedLoader.of("inner");
		Caller<String> loading = Caller
			.of(() -> Caches.getPlain(cache, "Bern", () -> Caches.getPlain(cache, "Bern", inner)));
		inner.awaitCall();
		assertThat(cache.clear()).isFalse();
		inner.letGoOn();
		assertThat(loading.result()).isEqualTo("inner");
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.statistics().puts()).isZero();
	}

	@ForEachStrategy
	void whatTheOuterLoadPutsAfterTheInnerOneHasTheLastWord(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThat(Caches.getPlain(cache, "Bern", () -> "inner")).isEqualTo("inner");
			cache.put("Bern", "put");
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.get("Bern")).isEqualTo("put");
	}

	@ForEachStrategy
	void aLoadAfterAnEvictionInsideTheOuterOneIsStored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThat(cache.remove("Bern")).isFalse();
			return Caches.getPlain(cache, "Bern", () -> "after") + " outer";
		})).isEqualTo("after outer");
		assertThat(cache.get("Bern")).isEqualTo("after");
		assertThat(cache.statistics().nestedLoads()).isZero();
	}

	@Test
	void anEvictionThatMeetsTheStoreOfAnInnerLoadRemovesItsValueAndForbidsTheOuterOne() throws Exception {
		GatedLoader<Integer> scales = GatedLoader.of(1);
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().maximumWeight(100L).build())
			.weigher((key, value) -> value.equals("inner") ? weigh(scales) : 1)
			.build();
		Caller<String> loading = Caller
			.of(() -> Caches.getPlain(cache, "Bern", () -> Caches.getPlain(cache, "Bern", () -> "inner") + " outer"));
		scales.awaitCall();
		Caller<Boolean> evicting = Caller.of(() -> cache.remove("Bern")).onceItPauses();
		assertThat(evicting.isDone()).isFalse();
		scales.letGoOn();
		assertThat(loading.result()).isEqualTo("inner outer");
		evicting.result();
		assertThat(cache.statistics().puts()).isBetween(1L, 2L);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aWriteFromWithinTheStoreOfAnInnerLoadDoesNotWaitForItself() throws Exception {
		AtomicBoolean called = new AtomicBoolean();
		AtomicReference<@Nullable LocalCache<String, String>> self = new AtomicReference<>();
		Workload workload = Workload.builder().maximumWeight(100L).build();
		// Which asks the weigher before it takes a lock.
		LocalCache<String, String> cache = LocalCache.<String, String>builder("cities", workload)
			.selection(StrategySelector.override(workload, Strategy.CAFFEINE))
			.weigher((key, value) -> {
				LocalCache<String, String> target = self.get();
				if (target != null && called.compareAndSet(false, true)) {
					assertThat(target.remove("Bern")).isFalse();
				}
				return 1;
			})
			.build();
		self.set(cache);
		Caller<String> loading = Caller
			.of(() -> Caches.getPlain(cache, "Bern", () -> Caches.getPlain(cache, "Bern", () -> "inner") + " outer"));
		assertThat(loading.result()).isEqualTo("inner outer");
		assertThat(called).isTrue();
		assertThat(cache.flights()).isZero();
	}

	@Test
	void anInnerValueThatCannotBeWeighedFailsAndLeavesTheOuterLoadAsItWas() throws Exception {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("cities", Workload.builder().maximumWeight(100L).build())
			.weigher((key, value) -> {
				if (value.equals("inner")) {
					throw new IllegalStateException("no scales");
				}
				return 1;
			})
			.build();
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> Caches.getPlain(cache, "Bern", () -> "inner"))
				.withMessage("no scales");
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.get("Bern")).isEqualTo("outer");
	}

	private static int weigh(GatedLoader<Integer> scales) {
		try {
			return scales.call();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@ForEachStrategy
	void anInnerLoadThatFailsIsHeardOfAndStoresNothing(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> Caches.getPlain(cache, "Bern", () -> {
				throw new IOException("no database");
			}));
			assertThat(cache.peek("Bern")).isNull();
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.get("Bern")).isEqualTo("outer");
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertThat(cache.statistics().puts()).isEqualTo(1);
	}

	@ForEachStrategy
	void anInnerValueThatMayNotBeStoredIsNot(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThat(Caches.loadPlain(cache, "Bern", TestLoad.unstorable(() -> "inner"))).isEqualTo("inner");
			assertThat(cache.peek("Bern")).isNull();
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.get("Bern")).isEqualTo("outer");
	}

	@ForEachStrategy
	void anOuterValueThatMayNotBeStoredLeavesTheInnerOne(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.loadPlain(cache, "Bern",
				TestLoad.unstorable(() -> Caches.getPlain(cache, "Bern", () -> "inner") + " outer")))
			.isEqualTo("inner outer");
		assertThat(cache.get("Bern")).isEqualTo("inner");
	}

	@ForEachStrategy
	void aStrictRequestInsideAPlainLoadOfItsKeyIsRefused(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(Caches.getPlain(cache, "Bern", () -> {
			assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> cache.get("Bern", () -> "never"));
			return "outer";
		})).isEqualTo("outer");
		assertThat(cache.statistics().nestedLoads()).isZero();
	}

	@Test
	void otherCallersWaitForTheOuterLoad() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		GatedLoader<String> inner = GatedLoader.of("inner");
		Caller<String> loading = Caller
			.of(() -> Caches.getPlain(cache, "Bern", () -> Caches.getPlain(cache, "Bern", inner) + " outer"));
		inner.awaitCall();
		Caller<String> waiting = Caller.of(() -> Caches.getPlain(cache, "Bern", () -> "never")).onceItWaits();
		inner.letGoOn();
		assertThat(loading.result()).isEqualTo("inner outer");
		assertThat(waiting.result()).isEqualTo("inner outer");
		assertThat(cache.statistics().nestedLoads()).isEqualTo(1);
	}

	@Test
	void aRingOfTwoThreadsEndsBecauseOneThatSeesItLoadsByItself() throws Exception {
		LocalCache<Integer, String> cache = Caches.small();
		int rounds = 200;
		AtomicInteger nested = new AtomicInteger();
		for (int round = 0; round < rounds; round++) {
			CyclicBarrier bothLoad = new CyclicBarrier(2);
			List<Caller<String>> callers = IntStream.range(0, 2)
				.mapToObj((number) -> Caller.of(() -> Caches.getPlain(cache, number, () -> {
					bothLoad.await(20, TimeUnit.SECONDS);
					return number + " after " + Caches.getPlain(cache, 1 - number, () -> {
						nested.incrementAndGet();
						return "itself";
					});
				})))
				.toList();
			List<String> values = List.of(callers.get(0).result(), callers.get(1).result());
			assertThat(values).isIn(List.of("0 after itself", "1 after 0 after itself"),
					List.of("0 after 1 after itself", "1 after itself"), List.of("0 after itself", "1 after itself"));
			assertThat(cache.get(0)).isEqualTo(values.get(0));
			assertThat(cache.get(1)).isEqualTo(values.get(1));
			assertThat(cache.flights()).isZero();
			assertThat(callers).noneMatch(Caller::isWaiting);
			assertThat(cache.clear()).isTrue();
		}
		assertThat(nested.get()).isBetween(rounds, 2 * rounds);
		assertThat(cache.statistics().nestedLoads()).isEqualTo(nested.get());
		assertThat(cache.statistics().loads()).isEqualTo(2L * rounds + nested.get());
		assertThat(cache.statistics().puts()).as("what closes a ring is not stored").isEqualTo(2L * rounds);
	}

	@Test
	void aRingThatOnlyAStrictRequestClosesIsRefusedThere() throws Exception {
		LocalCache<String, String> cities = Caches.unbounded("cities", Strategy.CONCURRENT);
		LocalCache<String, String> countries = Caches.unbounded("countries", Strategy.SHARDED);
		GatedLoader<String> gate = GatedLoader.of("");
		Caller<String> plain = Caller.of(() -> Caches.getPlain(cities, "Bern",
				() -> gate.call() + "capital of " + Caches.getPlain(countries, "Switzerland", () -> "itself")));
		gate.awaitCall();
		Caller<String> strict = Caller.of(() -> countries.get("Switzerland", () -> {
			gate.letGoOn();
			plain.onceItWaits();
			assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> cities.get("Bern", () -> "never"));
			return "Switzerland";
		}));
		assertThat(strict.result()).isEqualTo("Switzerland");
		assertThat(plain.result()).isEqualTo("capital of Switzerland");
		assertThat(cities.statistics().nestedLoads() + countries.statistics().nestedLoads()).isZero();
	}

	@ForEachStrategy
	void anAsynchronousLoadMayStartAnotherOfItsKey(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> inner = new CompletableFuture<>();
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern",
				() -> cache.getOrLoadAsync("Bern", () -> inner, Nesting.ALLOWED).thenApply((text) -> text + " outer"),
				Nesting.ALLOWED);
		assertThat(value).isNotDone();
		assertThat(inner.complete("inner")).isTrue();
		assertThat(value).isCompletedWithValue("inner outer");
		assertThat(cache.get("Bern")).isEqualTo("inner outer");
		assertThat(cache.flights()).isZero();
		assertThat(cache.statistics().nestedLoads()).isEqualTo(1);
		assertThat(cache.statistics().loads()).isEqualTo(2);
		assertThat(cache.statistics().puts()).isEqualTo(1);
		assertThat(cache.statistics().misses()).isEqualTo(2);
	}

	@ForEachStrategy
	void blockingAndAsynchronousLoadsNestInEachOther(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern", () -> {
			try {
				return CompletableFuture.completedFuture(Caches.getPlain(cache, "Bern", () -> "inner") + " outer");
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}, Nesting.ALLOWED);
		assertThat(value).isCompletedWithValue("inner outer");
		assertThat(cache.get("Bern")).isEqualTo("inner outer");
		assertThat(cache.statistics().puts()).isEqualTo(2);
		assertThat(Caches.getPlain(cache, "Basel",
				() -> cache.getOrLoadAsync("Basel", () -> CompletableFuture.completedFuture("inner"), Nesting.ALLOWED)
					.get() + " outer"))
			.isEqualTo("inner outer");
		assertThat(cache.get("Basel")).isEqualTo("inner outer");
		assertThat(cache.statistics().nestedLoads()).isEqualTo(2);
	}

	@Test
	void anAsynchronousRequestInsideALoadOfItsKeyIsRefusedWhereNestingIs() {
		LocalCache<String, String> cache = Caches.small();
		CompletableFuture<String> value = cache.getOrLoadAsync("Bern",
				() -> cache.getAsync("Bern", () -> CompletableFuture.completedFuture("never")), Nesting.ALLOWED);
		assertThat(value).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(RecursiveLoadException.class);
		assertThat(cache.statistics().nestedLoads()).isZero();
	}

}
