package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link OwnedCounter}.
 */
class OwnedCounterTests {

	private static final int INCREMENTS = 10_000;

	private final OwnedCounter counter = new OwnedCounter();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 64, 200 })
	void nothingIsLostHoweverManyThreadsCountAtOnce(int threads) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> counting = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				awaitStart(start);
				for (int call = 0; call < INCREMENTS; call++) {
					this.counter.increment();
				}
			});
			thread.start();
			counting.add(thread);
		}
		start.countDown();
		for (Thread thread : counting) {
			thread.join();
		}
		assertThat(this.counter.sum()).isEqualTo((long) threads * INCREMENTS);
	}

	@Test
	void countsOfThreadsThatHaveEndedStayThoughOthersTakeTheirCells() throws InterruptedException {
		long expected = 0;
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < 100; i++) {
				Thread thread = new Thread(() -> {
					this.counter.increment();
					this.counter.increment();
				});
				thread.start();
				thread.join();
				expected += 2;
			}
			System.gc();
			assertThat(this.counter.sum()).isEqualTo(expected);
		}
	}

	@Test
	void aSumNeverFalls() throws InterruptedException {
		Thread counting = new Thread(() -> {
			for (int call = 0; call < 100 * INCREMENTS; call++) {
				this.counter.increment();
			}
		});
		counting.start();
		long last = 0;
		while (counting.isAlive()) {
			long sum = this.counter.sum();
			assertThat(sum).isGreaterThanOrEqualTo(last);
			last = sum;
		}
		counting.join();
		assertThat(this.counter.sum()).isEqualTo(100L * INCREMENTS);
	}

	@Test
	void aThreadThatHasEndedIsNotHeld() throws InterruptedException {
		Thread thread = new Thread(this.counter::increment);
		java.lang.ref.WeakReference<Thread> reference = new java.lang.ref.WeakReference<>(thread);
		thread.start();
		thread.join();
		thread = new Thread(this.counter::increment);
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(reference.get()).isNull();
		});
		assertThat(this.counter.sum()).isOne();
		thread.start();
		thread.join();
		assertThat(this.counter.sum()).isEqualTo(2);
	}

	private static void awaitStart(CountDownLatch start) {
		try {
			start.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted before the start", ex);
		}
	}

}
