package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of loads that wait for themselves, alone or in a ring, and of those that only
 * seem to.
 */
class RecursiveLoadTests {

	@ForEachStrategy
	void aLoadThatAsksForItsOwnValueIsRefusedByName(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		Caller<String> caller = Caller.of(() -> cache.get("Bern", () -> cache.get("Bern", () -> "never")));
		assertThat(caller.failure()).isInstanceOf(RecursiveLoadException.class)
			.hasMessage("Recursive load of key 'Bern' in cache 'cities': the load asks, directly or through the loads "
					+ "of other threads, for the value that it is itself to make. "
					+ "Break the cycle, or load one of its values without the cache.");
		assertNothingIsLeft(cache, List.of(caller));
		assertThat(cache.get("Bern", () -> "loaded again")).isEqualTo("loaded again");
	}

	@Test
	void aLoadThatAsksForItsOwnValueThroughAnotherKeyIsRefused() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		Caller<String> caller = Caller
			.of(() -> cache.get("Bern", () -> cache.get("Basel", () -> cache.get("Bern", () -> "never"))));
		assertThat(caller.failure()).isInstanceOf(RecursiveLoadException.class)
			.hasMessageContaining("key 'Bern' in cache 'cities'");
		assertNothingIsLeft(cache, List.of(caller));
	}

	@Test
	void aLoadThatCatchesTheRefusalEndsWithItsOwnValue() throws Exception {
		LocalCache<String, String> cache = Caches.small();
		Caller<String> caller = Caller.of(() -> cache.get("Bern", () -> {
			assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> cache.get("Bern", () -> "never"));
			return "value";
		}));
		assertThat(caller.result()).isEqualTo("value");
		assertThat(cache.get("Bern")).isEqualTo("value");
		assertThat(cache.statistics().misses()).isEqualTo(2);
		assertThat(cache.statistics().loads()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5 })
	void aRingOfThreadsIsRefusedRatherThanWaitedInForEver(int threads) throws Exception {
		LocalCache<Integer, String> cache = Caches.small();
		for (int round = 0; round < 200; round++) {
			CyclicBarrier allLoad = new CyclicBarrier(threads);
			List<Caller<String>> callers = IntStream.range(0, threads)
				.mapToObj((number) -> Caller.of(() -> cache.get(number, () -> {
					allLoad.await(20, TimeUnit.SECONDS);
					return cache.get((number + 1) % threads, () -> "never");
				})))
				.toList();
			for (Caller<String> caller : callers) {
				assertThat(caller.failure()).isInstanceOf(RecursiveLoadException.class)
					.hasMessageContaining("in cache 'cities'");
			}
			assertNothingIsLeft(cache, callers);
		}
		assertThat(cache.size()).isZero();
		assertThat(cache.statistics().loads()).isEqualTo(200L * threads);
		assertThat(cache.statistics().loadFailures()).isEqualTo(200L * threads);
	}

	@Test
	void aRingThatLeadsThroughTwoCachesIsRefused() throws Exception {
		LocalCache<String, String> cities = Caches.unbounded("cities", Strategy.CONCURRENT);
		LocalCache<String, String> countries = Caches.unbounded("countries", Strategy.CAFFEINE);
		for (int round = 0; round < 200; round++) {
			CyclicBarrier bothLoad = new CyclicBarrier(2);
			Caller<String> capital = Caller.of(() -> cities.get("Bern", () -> {
				bothLoad.await(20, TimeUnit.SECONDS);
				return countries.get("Switzerland", () -> "never");
			}));
			Caller<String> country = Caller.of(() -> countries.get("Switzerland", () -> {
				bothLoad.await(20, TimeUnit.SECONDS);
				return cities.get("Bern", () -> "never");
			}));
			for (Caller<String> caller : List.of(capital, country)) {
				assertThat(caller.failure()).isInstanceOf(RecursiveLoadException.class)
					.message()
					.containsAnyOf("key 'Bern' in cache 'cities'", "key 'Switzerland' in cache 'countries'");
			}
			assertNothingIsLeft(cities, List.of(capital));
			assertNothingIsLeft(countries, List.of(country));
		}
	}

	@Test
	void oneOfARingThatCatchesTheRefusalSetsTheOthersFree() throws Exception {
		LocalCache<Integer, String> cache = Caches.small();
		for (int round = 0; round < 200; round++) {
			CyclicBarrier bothLoad = new CyclicBarrier(2);
			List<Caller<String>> callers = IntStream.range(0, 2)
				.mapToObj((number) -> Caller.of(() -> cache.get(number, () -> {
					bothLoad.await(20, TimeUnit.SECONDS);
					try {
						return "after " + cache.get(1 - number, () -> "never");
					}
					catch (RecursiveLoadException ex) {
						return "without";
					}
				})))
				.toList();
			List<String> values = List.of(callers.get(0).result(), callers.get(1).result());
			assertThat(values).contains("without").isSubsetOf("without", "after without");
			assertNothingIsLeft(cache, callers);
			assertThat(cache.clear()).isTrue();
		}
	}

	@Test
	void aChainOfThreadsThatEndsIsNoRing() throws Exception {
		LocalCache<Integer, Integer> cache = Caches.small();
		GatedLoader<Integer> last = GatedLoader.of(0);
		Caller<Integer> end = Caller.of(() -> cache.get(0, last));
		last.awaitCall();
		List<Caller<Integer>> callers = new ArrayList<>(List.of(end));
		for (int key = 1; key < 10; key++) {
			int previous = key - 1;
			callers
				.add(Caller.of(() -> cache.get(previous + 1, () -> cache.get(previous, () -> -1) + 1)).onceItWaits());
		}
		last.letGoOn();
		for (int key = 0; key < 10; key++) {
			assertThat(callers.get(key).result()).isEqualTo(key);
		}
		assertNothingIsLeft(cache, callers);
	}

	/**
	 * Threads that finish one load, on which others wait, and go on to wait for those
	 * others: at no time is there a ring, but a look at one wait after the other may see
	 * one.
	 */
	@Test
	void whereNoLoadDependsOnItselfNoneIsEverRefused() throws Exception {
		LocalCache<Integer, Integer> cache = Caches.small();
		int threads = 4;
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
		List<Caller<Integer>> callers = IntStream.range(0, threads).mapToObj((number) -> Caller.of(() -> {
			Random random = new Random(number);
			int calls = 0;
			while (System.nanoTime() - end < 0) {
				assertThat(depth(cache, random.nextInt(6))).isNotNegative();
				cache.remove(random.nextInt(6));
				calls++;
			}
			return calls;
		})).toList();
		for (Caller<Integer> caller : callers) {
			assertThat(caller.result()).isPositive();
		}
		assertNothingIsLeft(cache, callers);
	}

	private static int depth(LocalCache<Integer, Integer> cache, int key) throws Exception {
		return cache.get(key, () -> {
			int depth = 0;
			for (int lower = key - 1; lower >= Math.max(0, key - 2); lower--) {
				depth = Math.max(depth, depth(cache, lower) + 1);
			}
			return depth;
		});
	}

	private static void assertNothingIsLeft(LocalCache<?, ?> cache, List<? extends Caller<?>> callers) {
		assertThat(cache.flights()).as("flights").isZero();
		assertThat(callers).as("callers that wait").noneMatch(Caller::isWaiting);
	}

}
