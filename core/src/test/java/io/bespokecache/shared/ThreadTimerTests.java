package io.bespokecache.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadTimerTests {

	private static final String NAME = "timer-under-test";

	private final ThreadTimer timer = new ThreadTimer(NAME);

	@AfterEach
	void close() {
		this.timer.close();
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

	@Test
	void aTaskIsRunAfterAWhileUnlessItIsCancelled() throws InterruptedException {
		CountDownLatch run = new CountDownLatch(1);
		AtomicInteger cancelled = new AtomicInteger();
		this.timer.after(millis(1), cancelled::incrementAndGet).run();
		this.timer.after(millis(20), run::countDown);
		assertThat(run.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(cancelled).hasValue(0);
	}

	@Test
	void limitsOfAllLengthsAreReachedOnceAndNotMuchTooEarly() throws InterruptedException {
		List<Long> early = new ArrayList<>();
		CountDownLatch reached = new CountDownLatch(200);
		for (int i = 0; i < 200; i++) {
			long nanos = millis(1 + i);
			long start = System.nanoTime();
			this.timer.limit(nanos, () -> {
				early.add(nanos - (System.nanoTime() - start));
				reached.countDown();
			});
		}
		assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
		this.timer.close();
		assertThat(early).hasSize(200).allSatisfy((nanos) -> assertThat(nanos).isLessThanOrEqualTo(millis(10)));
	}

	@Test
	void aLimitThatIsCancelledIsNotReached() throws InterruptedException {
		AtomicInteger reached = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.timer.limit(millis(25 + i), reached::incrementAndGet).run();
		}
		CountDownLatch last = new CountDownLatch(1);
		this.timer.limit(millis(200), last::countDown);
		assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(reached).hasValue(0);
	}

	@Test
	void oneThatFailsDoesNotKeepTheOthersFromBeingReached() throws InterruptedException {
		CountDownLatch reached = new CountDownLatch(20);
		for (int i = 0; i < 40; i++) {
			int number = i;
			this.timer.limit(millis(25), () -> {
				if (number % 2 == 1) {
					Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
					});
					throw new IllegalStateException("on purpose");
				}
				reached.countDown();
			});
		}
		assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whileThereAreLimitsTheyAreLookedAfterAgainAndAgain() throws InterruptedException {
		for (int round = 0; round < 5; round++) {
			CountDownLatch reached = new CountDownLatch(1);
			this.timer.limit(millis(25), reached::countDown);
			assertThat(reached.await(30, TimeUnit.SECONDS)).as("round %d", round).isTrue();
		}
	}

	@Test
	void nothingIsRunAfterTheEndAndTheThreadEnds() {
		AtomicInteger run = new AtomicInteger();
		this.timer.limit(millis(25), run::incrementAndGet);
		this.timer.after(millis(25), run::incrementAndGet);
		this.timer.close();
		this.timer.after(0, run::incrementAndGet);
		this.timer.limit(millis(25), run::incrementAndGet);
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals(NAME)));
		assertThat(run).hasValue(0);
	}

}
