package io.bespokecache.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

/**
 * Tests of writes that meet a load of the same key: a write that comes first forbids that
 * the load be stored, and one that comes while it is stored waits for that.
 */
class LoadAndWriteTests {

	static Stream<Arguments> writes() {
		return Stream.of(Strategy.values())
			.flatMap((strategy) -> Stream.of(
					Arguments.of(strategy, write("put", (cache) -> cache.put("Bern", "put")), "put"),
					Arguments.of(strategy,
							write("putIfAbsent", (cache) -> assertThat(cache.putIfAbsent("Bern", "put")).isNull()),
							"put"),
					Arguments.of(strategy, write("remove", (cache) -> assertThat(cache.remove("Bern")).isFalse()),
							null),
					Arguments.of(strategy, write("clear", (cache) -> assertThat(cache.clear()).isFalse()), null)));
	}

	private static Object write(String name, Consumer<LocalCache<String, String>> write) {
		return named(name, write);
	}

	@ParameterizedTest
	@MethodSource("writes")
	void aLoadDuringWhichAWriteCameIsHandedToItsCallersButNotStored(Strategy strategy,
			Consumer<LocalCache<String, String>> write, @Nullable String left) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> loader = GatedLoader.of("loaded");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", loader)).onceItWaits();
		write.accept(cache);
		assertThat(cache.flights()).as("nobody joins the load any more").isZero();
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(waiting.result()).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo(left);
		assertThat(cache.statistics().puts()).isEqualTo((left != null) ? 1 : 0);
		assertThat(cache.statistics().loads()).isEqualTo(1);
	}

	@ForEachStrategy
	void aCallerAfterAnEvictionStartsALoadOfItsOwn(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> before = GatedLoader.of("before");
		Caller<String> early = Caller.of(() -> cache.get("Bern", before));
		before.awaitCall();
		assertThat(cache.remove("Bern")).isFalse();
		assertThat(cache.get("Bern", () -> "after")).isEqualTo("after");
		before.letGoOn();
		assertThat(early.result()).isEqualTo("before");
		assertThat(cache.get("Bern")).isEqualTo("after");
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void theEndOfALoadThatWasEvictedLeavesTheNextOneInFlight(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> before = GatedLoader.of("before");
		Caller<String> early = Caller.of(() -> cache.get("Bern", before));
		before.awaitCall();
		assertThat(cache.remove("Bern")).isFalse();
		GatedLoader<String> after = GatedLoader.of("after");
		Caller<String> late = Caller.of(() -> cache.get("Bern", after));
		after.awaitCall();
		before.letGoOn();
		assertThat(early.result()).isEqualTo("before");
		assertThat(cache.flights()).isEqualTo(1);
		Caller<String> joining = Caller.of(() -> cache.get("Bern", () -> "a third load")).onceItWaits();
		after.letGoOn();
		assertThat(late.result()).isEqualTo("after");
		assertThat(joining.result()).isEqualTo("after");
		assertThat(cache.get("Bern")).isEqualTo("after");
	}

	@ForEachStrategy
	void aWriteOfOneKeyLeavesTheLoadOfAnotherAlone(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		GatedLoader<String> loader = GatedLoader.of("loaded");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		cache.put("Basel", "put");
		assertThat(cache.remove("Basel")).isTrue();
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
	}

	@ForEachStrategy
	void aLoaderThatPutsItsKeyItselfHasTheLastWord(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		String value = cache.get("Bern", () -> {
			cache.put("Bern", "put");
			return "loaded";
		});
		assertThat(value).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.flights()).isZero();
	}

	@Test
	void anEvictionThatMeetsTheStoreOfALoadWaitsForItAndThenRemovesTheValue() throws Exception {
		assertThat(writeDuringStore((cache) -> cache.remove("Bern"))).as("there was a value").isTrue();
	}

	@Test
	void aClearThatMeetsTheStoreOfALoadWaitsForItAndThenRemovesTheValue() throws Exception {
		assertThat(writeDuringStore(LocalCache::clear)).as("there was a value").isTrue();
	}

	/**
	 * Runs a write while the value of a load is being weighed, which is the first thing
	 * that a map with a maximum weight does to store it.
	 */
	private static boolean writeDuringStore(Predicate<LocalCache<String, String>> write) throws Exception {
		GatedLoader<Integer> weigher = GatedLoader.of(1);
		LocalCache<String, String> cache = weighed((value) -> weigh(weigher));
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> "loaded"));
		weigher.awaitCall();
		Caller<Boolean> writing = Caller.of(() -> write.test(cache)).onceItIsBlocked();
		assertThat(writing.isDone()).isFalse();
		weigher.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		boolean removed = writing.result();
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.flights()).isZero();
		assertThat(cache.statistics().puts()).isEqualTo(1);
		assertThat(cache.statistics().removals()).isEqualTo(1);
		return removed;
	}

	@Test
	void aPutThatMeetsTheStoreOfALoadWaitsForItAndThenReplacesTheValue() throws Exception {
		GatedLoader<Integer> weigher = GatedLoader.of(1);
		LocalCache<String, String> cache = weighed((value) -> value.equals("loaded") ? weigh(weigher) : 1);
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> "loaded"));
		weigher.awaitCall();
		Caller<Boolean> putting = Caller.of(() -> {
			cache.put("Bern", "put");
			return true;
		}).onceItIsBlocked();
		weigher.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(putting.result()).isTrue();
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void aLoadThatStartsWhileItsKeyIsBeingPutDoesNotReplaceWhatWasPut() throws Exception {
		GatedLoader<Integer> weigher = GatedLoader.of(1);
		LocalCache<String, String> cache = weighed((value) -> value.equals("put") ? weigh(weigher) : 1);
		Caller<Boolean> putting = Caller.of(() -> {
			cache.put("Bern", "put");
			return true;
		});
		weigher.awaitCall();
		GatedLoader<String> loader = GatedLoader.of("loaded");
		Caller<String> loading = Caller.of(() -> cache.get("Bern", loader));
		loader.awaitCall();
		weigher.letGoOn();
		assertThat(putting.result()).isTrue();
		loader.letGoOn();
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.statistics().puts()).isEqualTo(1);
	}

	@Test
	void aWriteFromWithinTheStoreOfTheSameKeyDoesNotWaitForItself() throws Exception {
		AtomicBoolean called = new AtomicBoolean();
		List<LocalCache<String, String>> self = new CopyOnWriteArrayList<>();
		LocalCache<String, String> cache = weighed((value) -> {
			if (called.compareAndSet(false, true)) {
				assertThat(self.get(0).remove("Bern")).isFalse();
			}
			return 1;
		});
		self.add(cache);
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> "loaded"));
		assertThat(loading.result()).isEqualTo("loaded");
		assertThat(called).isTrue();
	}

	@Test
	void callersThatWaitHearOfAValueThatCannotBeStored() throws Exception {
		GatedLoader<Integer> weigher = GatedLoader.failing(new IllegalStateException("no scales"));
		LocalCache<String, String> cache = weighed((value) -> weigh(weigher));
		Caller<String> loading = Caller.of(() -> cache.get("Bern", () -> "loaded"));
		weigher.awaitCall();
		Caller<String> waiting = Caller.of(() -> cache.get("Bern", () -> "other")).onceItWaits();
		weigher.letGoOn();
		assertThat(loading.failure()).isInstanceOf(IllegalStateException.class).hasMessage("no scales");
		assertThat(waiting.failure()).isSameAs(loading.failure());
		assertThat(cache.flights()).isZero();
	}

	/** With Caffeine, which asks the weigher before it takes a lock. */
	private static LocalCache<String, String> weighed(ToIntFunction<String> weigher) {
		Workload workload = Workload.builder().maximumWeight(100L).build();
		return LocalCache.<String, String>builder("cities", workload)
			.selection(StrategySelector.override(workload, Strategy.CAFFEINE))
			.weigher((key, value) -> weigher.applyAsInt(value))
			.build();
	}

	private static int weigh(GatedLoader<Integer> weigher) {
		try {
			return weigher.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
