package io.bespokecache.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the promise of one load a key, whoever asks for it at the same time.
 */
class SingleFlightTests {

	@ForEachStrategy
	void ofManyCallersOfAKeyOneLoadsAndAllGetItsValue(Strategy strategy) throws Exception {
		LocalCache<String, Object> cache = Caches.unbounded(strategy);
		GatedLoader<Object> loader = GatedLoader.of(new Object());
		List<Caller<Object>> callers = IntStream.range(0, 16)
			.mapToObj((number) -> Caller.of(() -> cache.get("Bern", loader)))
			.toList();
		loader.awaitCall();
		awaitWaiting(callers, 15);
		assertThat(cache.flights()).isEqualTo(1);
		loader.letGoOn();
		List<Object> values = new ArrayList<>();
		for (Caller<Object> caller : callers) {
			values.add(caller.result());
		}
		assertThat(values).hasSize(16).containsOnly(cache.map().get("Bern"));
		assertThat(loader.calls()).isEqualTo(1);
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.misses()).isEqualTo(16);
		assertThat(statistics.hits()).isZero();
		assertThat(statistics.loads()).isEqualTo(1);
		assertThat(statistics.puts()).isEqualTo(1);
		assertNothingIsLeft(cache, callers);
	}

	@ForEachStrategy
	void whenAllCallersComeAtOnceAKeyIsStillLoadedOnce(Strategy strategy) throws Exception {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		int keys = 2_000;
		int threads = 4;
		AtomicInteger loads = new AtomicInteger();
		CyclicBarrier barrier = new CyclicBarrier(threads);
		List<Caller<Integer>> callers = IntStream.range(0, threads).mapToObj((number) -> Caller.of(() -> {
			int sum = 0;
			for (int key = 0; key < keys; key++) {
				int value = key;
				if (key % 100 == 0) {
					barrier.await(20, TimeUnit.SECONDS);
				}
				sum += cache.get(key, () -> {
					loads.incrementAndGet();
					return value;
				});
			}
			return sum;
		})).toList();
		for (Caller<Integer> caller : callers) {
			assertThat(caller.result()).isEqualTo(keys * (keys - 1) / 2);
		}
		assertThat(loads).hasValue(keys);
		assertThat(cache.statistics().loads()).isEqualTo(keys);
		assertThat(cache.statistics().puts()).isEqualTo(keys);
		assertThat(cache.statistics().hits() + cache.statistics().misses()).isEqualTo((long) keys * threads);
		assertNothingIsLeft(cache, callers);
	}

	@ForEachStrategy
	void aLoadDelaysNoOtherKeyThoughItsHashCodeIsTheSame(Strategy strategy) throws Exception {
		LocalCache<CollidingKey, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> slow = GatedLoader.of("slow");
		Caller<String> caller = Caller.of(() -> cache.get(new CollidingKey("slow"), slow));
		slow.awaitCall();
		Caller<Boolean> others = Caller.of(() -> {
			for (int number = 0; number < 50; number++) {
				CollidingKey key = new CollidingKey("key " + number);
				assertThat(cache.get(key, () -> "fast")).isEqualTo("fast");
				assertThat(cache.get(key)).isEqualTo("fast");
				assertThat(cache.remove(key)).isTrue();
				cache.put(key, "put");
			}
			return cache.get(new CollidingKey("slow")) == null;
		});
		assertThat(others.result()).as("done while the load goes on").isTrue();
		assertThat(caller.isDone()).isFalse();
		slow.letGoOn();
		assertThat(caller.result()).isEqualTo("slow");
		assertThat(cache.size()).isEqualTo(51);
	}

	@Test
	void aFailureIsSharedByTheCallersThatWaitButNotByTheNext() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		IOException failure = new IOException("no database");
		GatedLoader<String> loader = GatedLoader.failing(failure);
		List<Caller<String>> callers = IntStream.range(0, 8)
			.mapToObj((number) -> Caller.of(() -> cache.get("Bern", loader)))
			.toList();
		loader.awaitCall();
		awaitWaiting(callers, 7);
		loader.letGoOn();
		for (Caller<String> caller : callers) {
			assertThat(caller.failure()).isSameAs(failure);
		}
		assertThat(loader.calls()).isEqualTo(1);
		assertNothingIsLeft(cache, callers);
		assertThat(cache.get("Bern", () -> "loaded again")).isEqualTo("loaded again");
		assertThat(cache.statistics().loads()).isEqualTo(2);
		assertThat(cache.statistics().loadFailures()).isEqualTo(1);
		assertThat(cache.statistics().misses()).isEqualTo(9);
		assertThat(cache.statistics().puts()).isEqualTo(1);
	}

	@Test
	void anErrorReachesTheCallersThatWait() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		AssertionError failure = new AssertionError("broken");
		GatedLoader<String> gate = GatedLoader.of("");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> {
			gate.call();
			throw failure;
		}));
		gate.awaitCall();
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		gate.letGoOn();
		assertThat(loading.failure()).isSameAs(failure);
		assertThat(waiting.failure()).isSameAs(failure);
		assertNothingIsLeft(cache, List.of(loading, waiting));
	}

	@Test
	void anInterruptOfACallerThatWaitsLeavesTheLoadAlone() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		GatedLoader<String> loader = GatedLoader.of("value");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		Caller<String> patient = Caller.of(() -> cache.get("Bern", loader)).onceItWaits();
		Caller<String> interrupted = Caller.of(() -> cache.get("Bern", loader)).onceItWaits();
		interrupted.interrupt();
		assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
		assertThat(interrupted.isWaiting()).isFalse();
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("value");
		assertThat(patient.result()).isEqualTo("value");
		assertThat(cache.get("Bern")).isEqualTo("value");
		assertThat(cache.statistics().loadFailures()).isZero();
		assertNothingIsLeft(cache, List.of(loading, patient, interrupted));
	}

	@Test
	void anInterruptOfTheThreadThatLoadsIsNotPassedOnToThoseThatWait() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		GatedLoader<String> loader = GatedLoader.of("value");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", loader)).onceItWaits();
		loading.interrupt();
		assertThat(loading.failure()).isInstanceOf(InterruptedException.class);
		assertThat(waiting.failure()).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertNothingIsLeft(cache, List.of(loading, waiting));
	}

	@Test
	void aLoadMayLoadOtherKeysAndOtherCaches() throws Exception {
		LocalCache<String, Integer> cities = Caches.small();
		LocalCache<String, Integer> countries = Caches.unbounded("countries", Strategy.CAFFEINE);
		int value = cities.get("Bern", () -> cities.get("Basel", () -> countries.get("Switzerland", () -> 1) + 1) + 1);
		assertThat(value).isEqualTo(3);
		assertThat(cities.map()).containsOnlyKeys("Bern", "Basel").containsEntry("Basel", 2);
		assertThat(countries.map()).containsOnlyKeys("Switzerland");
	}

	private static void awaitWaiting(List<? extends Caller<?>> callers, int waiting) {
		await().until(() -> callers.stream().filter(Caller::isWaiting).count() == waiting);
	}

	private static void assertNothingIsLeft(LocalCache<?, ?> cache, List<? extends Caller<?>> callers) {
		assertThat(cache.flights()).as("flights").isZero();
		assertThat(callers).as("callers that wait").noneMatch(Caller::isWaiting);
	}

}
