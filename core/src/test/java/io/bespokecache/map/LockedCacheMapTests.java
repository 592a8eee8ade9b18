package io.bespokecache.map;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * What maps with one lock for all writers do about functions that run under it, and about
 * those who wait for it.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("maps")
class LockedCacheMapTests {

	private static final Map<String, Integer> ENTRIES = Map.of("a", 1, "b", 2, "c", 3, "d", 4);

	private final CacheMap<String, Integer> map;

	LockedCacheMapTests(MapUnderTest subject) {
		this.map = subject.create();
		this.map.putAll(ENTRIES);
	}

	static Stream<MapUnderTest> maps() {
		return MapUnderTest.all()
			.filter((subject) -> subject.strategy() == Strategy.READ_WRITE_LOCK
					|| subject.strategy() == Strategy.MUTEX);
	}

	@ParameterizedTest
	@EnumSource
	void aChangeByAFunctionIsRefused(Change change) {
		for (FunctionCall call : FunctionCall.values()) {
			assertThatIllegalStateException().as("%s inside %s", change, call)
				.isThrownBy(() -> call.with(this.map, () -> change.action.accept(this.map)))
				.withMessageStartingWith("Recursive update");
			assertThat(this.map).isEqualTo(ENTRIES);
		}
		assertThat(this.map.put("e", 5)).isNull();
		assertThat(this.map.removeAll(ENTRIES.keySet())).isEqualTo(4);
		assertThat(this.map).isEqualTo(Map.of("e", 5));
	}

	@ParameterizedTest
	@EnumSource
	void aFunctionMayReadAndSeesTheMapAsItWas(FunctionCall call) {
		AtomicBoolean read = new AtomicBoolean();
		call.with(this.map, () -> {
			assertThat(this.map.get("b")).isEqualTo(2);
			assertThat(this.map.getAll(List.of("a", "d", "x"))).isEqualTo(Map.of("a", 1, "d", 4));
			assertThat(this.map.size()).isEqualTo(4);
			assertThat(this.map.containsKey("x")).isFalse();
			assertThat(this.map.containsValue(3)).isTrue();
			assertThat(this.map.snapshot()).isEqualTo(ENTRIES);
			assertThat(this.map).isEqualTo(ENTRIES);
			assertThat(this.map.keySet()).containsExactlyInAnyOrder("a", "b", "c", "d");
			read.set(true);
		});
		assertThat(read).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void aFunctionThatThrowsLeavesTheMapAsItWas(FunctionCall call) {
		AtomicReference<@Nullable String> calls = new AtomicReference<>("");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> call.with(this.map, () -> refuseTheLast(call, calls)));
		assertThat(this.map).isEqualTo(ENTRIES);
		this.map.put("e", 5);
		assertThat(this.map).hasSize(5);
	}

	private static void refuseTheLast(FunctionCall call, AtomicReference<@Nullable String> calls) {
		if (call.callsForEachEntry() && !"...".equals(calls.get())) {
			calls.set(calls.get() + ".");
			return;
		}
		throw new UnsupportedOperationException("refused");
	}

	@Test
	void aReplacementWithNothingIsRefusedAndReplacesNothing() {
		assertThatNullPointerException().isThrownBy(
				() -> this.map.replaceAll((key, value) -> (value == 4) ? Unchecked.<Integer>nothing() : -value));
		assertThat(this.map).isEqualTo(ENTRIES);
	}

	@Test
	void aNullAmongManyIsRefusedAndNothingIsPut() {
		Map<String, Integer> entries = new HashMap<>(Map.of("a", 100, "e", 100));
		entries.put("f", Unchecked.nothing());
		assertThatNullPointerException().isThrownBy(() -> this.map.putAll(entries));
		entries.remove("f");
		entries.put(Unchecked.nothing(), 100);
		assertThatNullPointerException().isThrownBy(() -> this.map.putAll(entries));
		assertThat(this.map).isEqualTo(ENTRIES);
	}

	@Test
	void theMapMayBePutIntoItselfAndAskedForItsOwnKeys() {
		this.map.putAll(this.map);
		assertThat(this.map.getAll(this.map.keySet())).isEqualTo(ENTRIES);
		assertThat(this.map.removeAll(this.map.keySet())).isEqualTo(4);
		assertThat(this.map).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void anInterruptedWriterWaitsForTheLockAndStaysInterrupted(Change change) throws InterruptedException {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread holder = new Thread(() -> this.map.compute("held", (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return 0;
		}));
		holder.start();
		awaitLatch(inside);
		AtomicBoolean done = new AtomicBoolean();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread waiter = new Thread(() -> {
			change.action.accept(this.map);
			interrupted.set(Thread.currentThread().isInterrupted());
			done.set(true);
		});
		waiter.start();
		await().until(() -> waiter.getState() == Thread.State.WAITING);
		waiter.interrupt();
		assertThat(this.map.strategy() == Strategy.MUTEX || this.map.get("held") == null).isTrue();
		release.countDown();
		holder.join();
		waiter.join();
		assertThat(done).isTrue();
		assertThat(interrupted).isTrue();
	}

	@Test
	void theSizeIsThatOfSomeInstant() {
		AtomicBoolean writing = new AtomicBoolean(true);
		Race.between(() -> {
			for (int round = 0; round < Effort.times(20_000); round++) {
				this.map.removeAll(List.of("a", "c"));
				this.map.putAll(Map.of("a", 1, "c", 3));
			}
			writing.set(false);
		}, () -> {
			do {
				assertThat(this.map.size()).isIn(2, 4);
			}
			while (writing.get());
		});
		assertThat(this.map).isEqualTo(ENTRIES);
	}

	@Test
	void equalityIsThatOfSomeInstant() {
		Map<String, Integer> never = Map.of("a", 1, "b", 2);
		this.map.removeAll(List.of("b", "c", "d"));
		AtomicBoolean writing = new AtomicBoolean(true);
		Race.between(() -> {
			for (int round = 0; round < Effort.times(20_000); round++) {
				this.map.put("c", 3);
				this.map.remove("c");
			}
			writing.set(false);
		}, () -> {
			do {
				assertThat(this.map.equals(never)).isFalse();
			}
			while (writing.get());
		});
		assertThat(this.map).isEqualTo(Map.of("a", 1));
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Operations that call a function under the lock.
	 */
	enum FunctionCall {

		COMPUTE_IF_ABSENT((map, inside) -> map.computeIfAbsent("x", (key) -> answer(inside))),

		COMPUTE_IF_PRESENT((map, inside) -> map.computeIfPresent("a", (key, value) -> answer(inside))),

		COMPUTE((map, inside) -> map.compute("a", (key, value) -> answer(inside))),

		MERGE((map, inside) -> map.merge("a", 7, (former, value) -> answer(inside))),

		REMOVE_IF((map, inside) -> map.removeIf((key, value) -> answer(inside) == 0)),

		REPLACE_ALL((map, inside) -> map.replaceAll((key, value) -> answer(inside)));

		@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
		private final BiConsumer<CacheMap<String, Integer>, Runnable> call;

		FunctionCall(BiConsumer<CacheMap<String, Integer>, Runnable> call) {
			this.call = call;
		}

		void with(CacheMap<String, Integer> map, Runnable inside) {
			this.call.accept(map, inside);
		}

		boolean callsForEachEntry() {
			return this == REMOVE_IF || this == REPLACE_ALL;
		}

		private static int answer(Runnable inside) {
			inside.run();
			return 0;
		}

	}

	/**
	 * Operations that change the map.
	 */
	enum Change {

		PUT((map) -> map.put("b", 7)),

		PUT_NEW((map) -> map.put("y", 7)),

		PUT_IF_ABSENT((map) -> map.putIfAbsent("y", 7)),

		REMOVE((map) -> map.remove("b")),

		REMOVE_CONDITIONALLY((map) -> map.remove("b", 2)),

		REPLACE((map) -> map.replace("b", 7)),

		REPLACE_CONDITIONALLY((map) -> map.replace("b", 2, 7)),

		COMPUTE_IF_ABSENT((map) -> map.computeIfAbsent("y", (key) -> 7)),

		COMPUTE((map) -> map.compute("b", (key, value) -> 7)),

		MERGE((map) -> map.merge("b", 7, Integer::sum)),

		PUT_ALL((map) -> map.putAll(Map.of("b", 7, "y", 7))),

		REMOVE_ALL((map) -> map.removeAll(List.of("b"))),

		REMOVE_IF((map) -> map.removeIf((key, value) -> true)),

		REPLACE_ALL((map) -> map.replaceAll((key, value) -> 7)),

		CLEAR(Map::clear),

		DRAIN(CacheMap::drain),

		VIEW((map) -> map.keySet().remove("b"));

		@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
		private final Consumer<CacheMap<String, Integer>> action;

		Change(Consumer<CacheMap<String, Integer>> action) {
			this.action = action;
		}

	}

}
