package io.bespokecache.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link SerialCalls}.
 */
class SerialCallsTests {

	private final SerialCalls calls = new SerialCalls();

	/** Not thread-safe: the calls have to be. */
	private final List<Integer> made = new ArrayList<>();

	@Test
	void callsThatComeMeanwhileAreMadeAfterwards() {
		this.calls.make(() -> {
			this.calls.make(() -> this.made.add(2));
			this.made.add(1);
		});
		assertThat(this.made).containsExactly(1, 2);
	}

	@Test
	void aFailureIsThrownAfterTheCallsThatFollow() {
		assertThatIllegalStateException().isThrownBy(() -> this.calls.make(() -> {
			this.calls.make(() -> this.made.add(1));
			throw new IllegalStateException("listener");
		})).withMessage("listener");
		assertThat(this.made).containsExactly(1);
		this.calls.make(() -> this.made.add(2));
		assertThat(this.made).containsExactly(1, 2);
	}

	@Test
	void aCallIsWaitedForThatAnotherThreadMakes() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<Void> maker = CompletableFuture.runAsync(() -> this.calls.make(() -> {
			begun.countDown();
			awaitUninterrupted(goOn);
		}));
		begun.await();
		CompletableFuture<Void> call = this.calls.add(() -> this.made.add(1));
		CompletableFuture<List<Integer>> waiter = CompletableFuture.supplyAsync(() -> {
			goOn.countDown();
			this.calls.makeUntil(call);
			return List.copyOf(this.made);
		});
		assertThat(waiter).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(List.of(1));
		assertThat(maker).succeedsWithin(10, TimeUnit.SECONDS);
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void callsOfManyThreadsAreMadeOneAtATimeAndEachThreadsInOrder() {
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			int first = t * 100_000;
			threads.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 5_000; i++) {
					int number = first + i;
					this.calls.make(() -> this.made.add(number));
				}
			}));
		}
		threads.forEach((thread) -> assertThat(thread).succeedsWithin(30, TimeUnit.SECONDS));
		assertThat(this.made).hasSize(20_000);
		for (int t = 0; t < 4; t++) {
			int first = t * 100_000;
			assertThat(this.made.stream().filter((number) -> number / 100_000 == first / 100_000)).isSorted();
		}
	}

}
