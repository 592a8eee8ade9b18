package io.bespokecache.map;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MutexCacheMapTests {

	private final MutexCacheMap<Integer, String> map = new MutexCacheMap<>(CacheMapBuilder.of(Strategy.MUTEX));

	@Test
	void shrinksWhenItHasBecomeMostlyEmpty() {
		int declared = this.map.capacity();
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, "value" + key);
		}
		assertThat(this.map.capacity()).isEqualTo(16_384);
		for (int key = 5; key < 10_000; key++) {
			assertThat(this.map.remove(key)).isEqualTo("value" + key);
		}
		assertThat(this.map.capacity()).isEqualTo(declared).isLessThanOrEqualTo(32);
		assertThat(this.map.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
	}

	@Test
	void keepsTheSizeThatWasDeclared() {
		MutexCacheMap<Integer, String> declared = new MutexCacheMap<>(
				CacheMapBuilder.<Integer, String>of(Strategy.MUTEX).expectedEntries(10_000));
		assertThat(declared.capacity()).isEqualTo(16_384);
		for (int key = 0; key < 10_000; key++) {
			declared.put(key, "value");
			assertThat(declared.capacity()).isEqualTo(16_384);
		}
		declared.keySet().removeIf((key) -> key != 7);
		assertThat(declared.capacity()).isEqualTo(16_384);
		declared.clear();
		assertThat(declared.capacity()).isEqualTo(16_384);
	}

	@Test
	void comingAndGoingAtAThresholdDoesNotChangeTheSizeAgainAndAgain() {
		int key = 0;
		while (this.map.capacity() < 1_024) {
			this.map.put(key++, "value");
		}
		for (int round = 0; round < 100; round++) {
			this.map.remove(--key);
			assertThat(this.map.capacity()).isEqualTo(1_024);
			this.map.put(key++, "value");
			assertThat(this.map.capacity()).isEqualTo(1_024);
		}
		while (this.map.capacity() == 1_024) {
			this.map.remove(--key);
		}
		int shrunk = this.map.capacity();
		for (int round = 0; round < 100; round++) {
			this.map.put(key, "value");
			assertThat(this.map.capacity()).isEqualTo(shrunk);
			this.map.remove(key);
			assertThat(this.map.capacity()).isEqualTo(shrunk);
		}
	}

	@Test
	void aReaderWaitsForAFunctionAndSeesWhatItStored() throws InterruptedException {
		this.map.put(2, "there");
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread computing = new Thread(() -> this.map.compute(1, (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return this.map.get(2) + ", computed";
		}));
		computing.start();
		awaitLatch(inside);
		AtomicReference<@Nullable String> seen = new AtomicReference<>();
		Thread reading = new Thread(() -> seen.set(this.map.get(1)));
		reading.start();
		await().until(() -> reading.getState() == Thread.State.WAITING);
		release.countDown();
		reading.join();
		assertThat(seen).hasValue("there, computed");
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
