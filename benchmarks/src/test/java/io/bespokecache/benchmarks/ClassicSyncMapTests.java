package io.bespokecache.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClassicSyncMapTests {

	private final ClassicSyncMap<String, Integer> map = new ClassicSyncMap<>();

	@Test
	void doesWhatAHashMapDoes() {
		Map<String, Integer> expected = new HashMap<>();
		SplittableRandom random = new SplittableRandom(7);
		for (int i = 0; i < 200_000; i++) {
			String key = "key-" + random.nextInt(64);
			switch (random.nextInt(8)) {
				case 0, 1, 2 -> assertThat(this.map.put(key, i)).isEqualTo(expected.put(key, i));
				case 3, 4 -> assertThat(this.map.remove(key)).isEqualTo(expected.remove(key));
				default -> assertThat(this.map.get(key)).isEqualTo(expected.get(key));
			}
		}
		assertThat(new HashMap<>(this.map)).isEqualTo(expected);
	}

	@Test
	void aKeyThatWasDeletedAndLeftBehindByACopyCanBePutAgain() {
		this.map.put("a", 1);
		this.map.get("a");
		this.map.remove("a");
		this.map.put("b", 2);
		this.map.put("a", 3);
		assertThat(this.map.get("a")).isEqualTo(3);
		assertThat(this.map).containsOnly(Map.entry("a", 3), Map.entry("b", 2));
	}

	@Test
	void noWriteOfSeveralThreadsIsLost() throws InterruptedException {
		int threads = 4;
		int keys = 2_000;
		CountDownLatch start = new CountDownLatch(1);
		Thread[] writers = new Thread[threads];
		for (int t = 0; t < threads; t++) {
			int own = t;
			writers[t] = new Thread(() -> {
				awaitQuietly(start);
				for (int i = 0; i < keys; i++) {
					this.map.put(own + "-" + i, i);
					this.map.get(own + "-" + (i / 2));
				}
			});
			writers[t].start();
		}
		start.countDown();
		for (Thread writer : writers) {
			writer.join();
		}
		assertThat(this.map).hasSize(threads * keys);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
