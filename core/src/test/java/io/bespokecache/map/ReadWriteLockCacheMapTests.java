package io.bespokecache.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ReadWriteLockCacheMapTests {

	private final ReadWriteLockCacheMap<Object, Integer> map = new ReadWriteLockCacheMap<>(
			CacheMapBuilder.of(Strategy.READ_WRITE_LOCK));

	@Test
	void readersOfSingleKeysGoOnWhileAFunctionHoldsTheLock() throws InterruptedException {
		this.map.put("there", 1);
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread writing = new Thread(() -> this.map.replaceAll((key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return 2;
		}));
		writing.start();
		awaitLatch(inside);
		assertThat(this.map.get("there")).isEqualTo(1);
		assertThat(this.map.get("elsewhere")).isNull();
		assertThat(this.map.putIfAbsent("there", 7)).isEqualTo(1);
		assertThat(this.map.computeIfAbsent("there", (key) -> 7)).isEqualTo(1);
		release.countDown();
		writing.join();
		assertThat(this.map.get("there")).isEqualTo(2);
	}

	@Test
	void aReaderOfSeveralKeysWaitsForTheWriterThatItMeets() throws InterruptedException {
		this.map.put("there", 1);
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread writing = new Thread(() -> this.map.compute("there", (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return 2;
		}));
		writing.start();
		awaitLatch(inside);
		AtomicReference<@Nullable Map<Object, Integer>> seen = new AtomicReference<>();
		Thread reading = new Thread(() -> seen.set(this.map.getAll(List.of("there", "elsewhere"))));
		reading.start();
		await().until(() -> reading.getState() == Thread.State.WAITING);
		release.countDown();
		writing.join();
		reading.join();
		assertThat(seen.get()).isEqualTo(Map.of("there", 2));
	}

	/**
	 * The key that is put last stops its writer half way: what readers see then.
	 * @param neighbours how many keys are put before it; few in place, many in a draft
	 */
	@ParameterizedTest
	@ValueSource(ints = { 3, 1_000 })
	void aReaderOfASingleKeyNeverSeesHalfOfAWrite(int neighbours) throws InterruptedException {
		StoppingKey present = new StoppingKey(() -> {
		});
		this.map.put(present, 0);
		this.map.put("key0", 0);
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Map<Object, Integer> entries = new LinkedHashMap<>();
		for (int id = 0; id < neighbours; id++) {
			entries.put("key" + id, 1);
		}
		entries.put(new StoppingKey(() -> {
			inside.countDown();
			awaitLatch(release);
		}), 1);
		Thread writing = new Thread(() -> this.map.putAll(entries));
		writing.start();
		awaitLatch(inside);
		AtomicReference<@Nullable Integer> seen = new AtomicReference<>();
		Thread reading = new Thread(() -> seen.set(this.map.get("key0")));
		reading.start();
		if (neighbours < 100) {
			await().until(() -> reading.getState() == Thread.State.WAITING);
			assertThat(seen.get()).isNull();
		}
		else {
			reading.join();
			assertThat(seen.get()).isEqualTo(0);
		}
		release.countDown();
		writing.join();
		reading.join();
		assertThat(this.map.get("key0")).isEqualTo(1);
		assertThat(this.map.get(present)).isEqualTo(1);
		assertThat(this.map).hasSize(neighbours + 1);
	}

	@Test
	void aReaderThatMetAWriteInPlaceDoesNotWaitForTheFunctionThatComesNext() throws InterruptedException {
		CountDownLatch halfMade = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.map.put(new StoppingKey(() -> {
		}), 0);
		Thread writing = new Thread(() -> this.map.putAll(Map.of(new StoppingKey(() -> {
			halfMade.countDown();
			awaitLatch(goOn);
		}), 1)));
		writing.start();
		awaitLatch(halfMade);
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread computing = new Thread(() -> this.map.compute("other", (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return 2;
		}));
		computing.start();
		await().until(() -> computing.getState() == Thread.State.WAITING);
		Thread reading = new Thread(() -> this.map.get("other"));
		reading.start();
		await().until(() -> reading.getState() == Thread.State.WAITING);
		goOn.countDown();
		awaitLatch(inside);
		await().until(() -> !reading.isAlive());
		assertThat(computing.isAlive()).isTrue();
		release.countDown();
		computing.join();
		assertThat(this.map.get("other")).isEqualTo(2);
	}

	@Test
	void aLargeWriteThatFailsLeavesTheMapAsItWas() {
		StoppingKey present = new StoppingKey(() -> {
		});
		this.map.put(present, 0);
		Map<Object, Integer> entries = new LinkedHashMap<>();
		for (int id = 0; id < 1_000; id++) {
			entries.put("key" + id, 1);
		}
		entries.put(new StoppingKey(() -> {
			throw new UnsupportedOperationException("refused");
		}), 1);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.map.putAll(entries));
		assertThat(this.map).hasSize(1);
		assertThat(this.map.get(present)).isZero();
	}

	@Test
	void aSmallWriteThatFailsKeepsNobodyOut() {
		StoppingKey present = new StoppingKey(() -> {
		});
		this.map.put(present, 0);
		Map<Object, Integer> entries = new LinkedHashMap<>(Map.of("key", 1));
		entries.put(new StoppingKey(() -> {
			throw new UnsupportedOperationException("refused");
		}), 1);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.map.putAll(entries));
		assertThat(this.map.isHalfway()).isFalse();
		assertThat(this.map.get(present)).isZero();
		assertThat(this.map.put("other", 1)).isNull();
		assertThat(this.map.getAll(List.of("other", present))).isEqualTo(Map.of("other", 1, present, 0));
	}

	@Test
	void theTableGrowsAndShrinksWithItsEntries() {
		int before = this.map.capacity();
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, key);
		}
		assertThat(this.map.capacity()).isGreaterThan(16_000).isLessThan(70_000);
		for (int key = 0; key < 10_000; key++) {
			assertThat(this.map.remove(key)).isEqualTo(key);
		}
		assertThat(this.map.capacity()).isLessThanOrEqualTo(before);
	}

	@Test
	void aMapThatStaysWithinItsDeclarationIsNeverRebuilt() {
		ReadWriteLockCacheMap<Object, Integer> declared = new ReadWriteLockCacheMap<>(
				CacheMapBuilder.<Object, Integer>of(Strategy.READ_WRITE_LOCK).expectedEntries(10_000));
		int before = declared.capacity();
		for (int key = 0; key < 10_000; key++) {
			declared.put(key, key);
			assertThat(declared.capacity()).isEqualTo(before);
		}
		declared.clear();
		assertThat(declared.capacity()).isEqualTo(before);
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
	 * A key that does something when it is compared with an equal one in the map; it does
	 * nothing when it is in the map itself.
	 *
	 * @param action what it does
	 */
	private record StoppingKey(Runnable action) {

		@Override
		public boolean equals(@Nullable Object other) {
			this.action.run();
			return other instanceof StoppingKey;
		}

		@Override
		public int hashCode() {
			return 7;
		}

	}

}
