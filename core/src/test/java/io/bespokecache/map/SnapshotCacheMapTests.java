package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SnapshotCacheMapTests {

	private final SnapshotCacheMap<Object, Integer> map = new SnapshotCacheMap<>(CacheMapBuilder.of(Strategy.SNAPSHOT));

	@ParameterizedTest
	@EnumSource
	void snapshotsStayAsTheyWereUnderLaterWrites(KeyShape shape) {
		Random random = new Random(1);
		Map<Object, Integer> oracle = new HashMap<>();
		List<Map<Object, Integer>> snapshots = new ArrayList<>();
		List<Map<Object, Integer>> copies = new ArrayList<>();
		for (int step = 0; step < 4_000; step++) {
			Object key = shape.key(random.nextInt(1_500));
			if (random.nextInt(4) == 0 == step < 3_000) {
				assertThat(this.map.remove(key)).isEqualTo(oracle.remove(key));
			}
			else {
				assertThat(this.map.put(key, step)).isEqualTo(oracle.put(key, step));
			}
			if (step % 100 == 0) {
				snapshots.add(this.map.snapshot());
				copies.add(new HashMap<>(oracle));
			}
		}
		assertThat(snapshots).isEqualTo(copies);
		assertThat(copies).isEqualTo(snapshots);
		assertThat(this.map).isEqualTo(oracle);
	}

	@Test
	void aSnapshotIsNoCopy() {
		for (int id = 0; id < 1_000; id++) {
			this.map.put(id, id);
		}
		TrieNode root = this.map.root();
		Map<Object, Integer> snapshot = this.map.snapshot();
		assertThat(this.map.root()).isSameAs(root);
		assertThat(snapshot).hasSize(1_000).containsEntry(7, 7).containsKey(8).doesNotContainKey(1_000);
		assertThat(snapshot.entrySet().contains(Map.entry(7, 7))).isTrue();
		assertThat(snapshot.entrySet().contains(Map.entry(7, 8))).isFalse();
		Map<Object, Integer> copy = new HashMap<>();
		snapshot.forEach((key, value) -> assertThat(copy.put(key, value)).isNull());
		assertThat(snapshot).isEqualTo(copy);
	}

	@Test
	void aSnapshotRefusesEvenRemovalsOfNothing() {
		Map<Object, Integer> snapshot = this.map.snapshot();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> snapshot.remove("absent"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(snapshot::clear);
		assertThat(snapshot).isEmpty();
	}

	@Test
	void anIterationShowsTheMapAsItWasWhenItBegan() {
		Map<Object, Integer> expected = new HashMap<>();
		for (int id = 0; id < 1_000; id++) {
			this.map.put(id, id);
			expected.put(id, id);
		}
		Map<Object, Integer> seen = new HashMap<>();
		for (Map.Entry<Object, Integer> entry : this.map.entrySet()) {
			if (seen.isEmpty()) {
				this.map.clear();
				this.map.put("later", 1);
			}
			seen.put(entry.getKey(), entry.getValue());
		}
		assertThat(seen).isEqualTo(expected);
	}

	@Test
	void anIteratorRemovesWhatItHasShownThoughItHasLookedAhead() {
		for (int id = 0; id < 2_000; id++) {
			this.map.put((id < 1_000) ? id : new HashedKey(id, 42), id);
		}
		int left = 2_000;
		for (Iterator<Integer> values = this.map.values().iterator(); values.hasNext();) {
			int value = values.next();
			assertThat(values.hasNext()).isEqualTo(left > 1);
			values.remove();
			assertThat(this.map.get((value < 1_000) ? value : new HashedKey(value, 42))).isNull();
			assertThat(this.map).hasSize(--left);
		}
		assertThat(this.map).isEmpty();
	}

	@Test
	void putAllIsPublishedOnce() {
		Map<Object, Integer> entries = new HashMap<>();
		for (int id = 0; id < 5_000; id++) {
			entries.put(id, id);
		}
		AtomicBoolean writing = new AtomicBoolean(true);
		Race.between(() -> {
			for (int round = 0; round < 20; round++) {
				this.map.putAll(entries);
				assertThat(this.map.removeAll(entries.keySet())).isEqualTo(5_000);
			}
			writing.set(false);
		}, () -> {
			while (writing.get()) {
				assertThat(this.map.snapshot().size()).isIn(0, 5_000);
			}
		});
	}

	@Test
	void operationsOnSeveralKeysMakeOneDraft() {
		for (int id = 0; id < 2_000; id++) {
			this.map.put(id, id);
		}
		long before = this.map.root().version;
		this.map.putAll(Map.of("a", 1, "b", 2));
		assertThat(this.map.root().version).isEqualTo(before + 1);
		assertThat(this.map.removeAll(List.of("a", "b", "c"))).isEqualTo(2);
		assertThat(this.map.root().version).isEqualTo(before + 2);
		assertThat(this.map.removeIf((key, value) -> value % 2 == 0)).isEqualTo(1_000);
		assertThat(this.map.root().version).isEqualTo(before + 3);
		this.map.replaceAll((key, value) -> value + 1);
		assertThat(this.map.root().version).isEqualTo(before + 4);
		assertThat(this.map.values()).hasSize(1_000).allMatch((value) -> value % 2 == 0);
	}

	@Test
	void anOperationOnSeveralKeysThatThrowsChangesNothing() {
		for (int id = 0; id < 1_000; id++) {
			this.map.put(id, id);
		}
		TrieNode before = this.map.root();
		IllegalStateException fault = new IllegalStateException("a fault");
		assertThatThrownBy(() -> this.map.removeIf((key, value) -> {
			if (value == 500) {
				throw fault;
			}
			return true;
		})).isSameAs(fault);
		assertThatNullPointerException().isThrownBy(
				() -> this.map.replaceAll((key, value) -> (value == 500) ? Unchecked.<Integer>nothing() : value + 1));
		Map<Object, Integer> entries = new LinkedHashMap<>();
		entries.put("a", 1);
		entries.put(new FaultyKey(500, fault), 2);
		assertThatThrownBy(() -> this.map.putAll(entries)).isSameAs(fault);
		assertThatThrownBy(() -> this.map.removeAll(List.of(1, 2, new FaultyKey(500, fault)))).isSameAs(fault);
		assertThat(this.map.root()).isSameAs(before);
	}

	@Test
	void writesThatWaitAreMadeTogether() {
		AtomicReference<@Nullable Integer> replaced = new AtomicReference<>();
		this.map.put("b", 1);
		long before = this.map.root().version;
		whileAFunctionHoldsTheLock(() -> assertThat(this.map.put("a", 2)).isNull(),
				() -> replaced.set(this.map.put("b", 3)), () -> assertThat(this.map.remove("c")).isNull(),
				() -> assertThat(this.map.putIfAbsent("d", 4)).isNull());
		assertThat(replaced).hasValue(1);
		assertThat(this.map).isEqualTo(Map.of("a", 2, "b", 3, "d", 4, "held", 0));
		assertThat(this.map.root().version).as("one draft of the function, one of all that waited")
			.isEqualTo(before + 2);
	}

	@Test
	void aWriteThatThrowsLeavesThoseMadeWithItAlone() {
		this.map.put(new FaultyKey(1, null), 1);
		IllegalStateException fault = new IllegalStateException("a fault");
		StackOverflowError overflow = new StackOverflowError("too deep");
		whileAFunctionHoldsTheLock(() -> assertThat(this.map.put("a", 1)).isNull(),
				() -> assertThatThrownBy(() -> this.map.put(new FaultyKey(1, fault), 2)).isSameAs(fault),
				() -> assertThatThrownBy(() -> this.map.remove(new FaultyKey(1, fault))).isSameAs(fault),
				() -> assertThatThrownBy(() -> this.map.replace(new FaultyKey(1, overflow), 2)).isSameAs(overflow),
				() -> assertThat(this.map.put("b", 2)).isNull());
		assertThat(this.map).isEqualTo(Map.of("a", 1, "b", 2, "held", 0, new FaultyKey(1, null), 1));
	}

	@Test
	void anInterruptLosesNoWrite() {
		whileAFunctionHoldsTheLock(() -> {
			Thread.currentThread().interrupt();
			assertThat(this.map.put("a", 1)).isNull();
			assertThat(Thread.interrupted()).isTrue();
			assertThat(this.map.get("a")).isEqualTo(1);
		}, () -> this.map.put("b", 2));
		assertThat(this.map).isEqualTo(Map.of("a", 1, "b", 2, "held", 0));
	}

	@Test
	void aFunctionThatThrowsDoesNotKeepThoseThatWait() {
		CountDownLatch inside = new CountDownLatch(1);
		Race.between(() -> assertThatIllegalStateException().isThrownBy(() -> this.map.computeIfAbsent("a", (key) -> {
			inside.countDown();
			awaitWaiting(1);
			throw new IllegalStateException("a fault");
		})), () -> {
			inside.await();
			this.map.put("b", 2);
		});
		assertThat(this.map).isEqualTo(Map.of("b", 2));
	}

	@Test
	void writersOfManyThreadsLoseNothing() {
		int threads = 6;
		int own = 3_000;
		Race.of(threads, (number) -> {
			for (int id = number * own; id < (number + 1) * own; id++) {
				assertThat(this.map.put(id, id)).isNull();
				assertThat(this.map.get(id)).isEqualTo(id);
				if (id % 3 == 0) {
					assertThat(this.map.remove(id)).isEqualTo(id);
					assertThat(this.map.get(id)).isNull();
				}
			}
		});
		assertThat(this.map).hasSize(threads * own * 2 / 3);
		this.map.forEach((key, value) -> assertThat(key).isEqualTo(value));
	}

	@Test
	void readersGoOnWhileAFunctionHoldsTheLock() {
		this.map.put("a", 1);
		Map<Object, Integer> before = Map.of("a", 1);
		this.map.compute("held", (held, absent) -> {
			Race.between(() -> {
				assertThat(this.map.get("a")).isEqualTo(1);
				assertThat(this.map.get("held")).isNull();
				assertThat(this.map.putIfAbsent("a", 2)).isEqualTo(1);
				assertThat(this.map.computeIfAbsent("a", (key) -> 2)).isEqualTo(1);
				assertThat(this.map.getAll(List.of("a", "held"))).isEqualTo(before);
				assertThat(this.map.snapshot()).isEqualTo(before);
			});
			return 0;
		});
		assertThat(this.map).hasSize(2);
	}

	@Test
	void aFunctionMayNotChangeTheMapThatCallsIt() {
		this.map.put("a", 1);
		List<Runnable> changes = List.of(() -> this.map.put("b", 2), () -> this.map.remove("a"), this.map::clear,
				() -> this.map.putAll(Map.of("b", 2)), () -> this.map.removeIf((key, value) -> true));
		for (Runnable change : changes) {
			assertRefused(() -> this.map.compute("c", (key, value) -> {
				change.run();
				return 3;
			}));
			assertRefused(() -> this.map.removeIf((key, value) -> {
				change.run();
				return true;
			}));
			assertRefused(() -> this.map.replaceAll((key, value) -> {
				change.run();
				return value + 1;
			}));
		}
		assertThat(this.map).isEqualTo(Map.of("a", 1));
	}

	private static void assertRefused(Runnable call) {
		assertThatIllegalStateException().isThrownBy(call::run).withMessageContaining("must not change the map");
	}

	/**
	 * Runs tasks, each of which makes a write that has to wait, and lets them go on when
	 * all do.
	 */
	private void whileAFunctionHoldsTheLock(Race.Task... writes) {
		CountDownLatch inside = new CountDownLatch(1);
		Race.Task[] tasks = new Race.Task[writes.length + 1];
		for (int i = 0; i < writes.length; i++) {
			Race.Task write = writes[i];
			tasks[i] = () -> {
				inside.await();
				write.run();
			};
		}
		tasks[writes.length] = () -> this.map.compute("held", (key, value) -> {
			inside.countDown();
			awaitWaiting(writes.length);
			return 0;
		});
		Race.between(tasks);
	}

	private void awaitWaiting(int writers) {
		await().until(() -> this.map.lock.getQueueLength() == writers);
	}

	/**
	 * A key whose comparison may fail.
	 */
	private static final class FaultyKey {

		private final int id;

		private final @Nullable Throwable fault;

		FaultyKey(int id, @Nullable Throwable fault) {
			this.id = id;
			this.fault = fault;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this.fault instanceof Error error) {
				throw error;
			}
			if (this.fault instanceof RuntimeException exception) {
				throw exception;
			}
			return other instanceof FaultyKey key && key.id == this.id;
		}

		@Override
		public int hashCode() {
			return this.id;
		}

	}

}
