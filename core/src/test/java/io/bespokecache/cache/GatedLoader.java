package io.bespokecache.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A loader that, once called, goes no further until it is let go on.
 *
 * @param <V> the type of values
 */
final class GatedLoader<V> implements Callable<V> {

	private static final long PATIENCE_SECONDS = 20;

	private final Callable<V> outcome;

	private final AtomicInteger calls = new AtomicInteger();

	private final CountDownLatch called = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private GatedLoader(Callable<V> outcome) {
		this.outcome = outcome;
	}

	static <V> GatedLoader<V> of(V value) {
		return new GatedLoader<>(() -> value);
	}

	static <V> GatedLoader<V> failing(Exception failure) {
		return new GatedLoader<>(() -> {
			throw failure;
		});
	}

	@Override
	public V call() throws Exception {
		this.calls.incrementAndGet();
		this.called.countDown();
		assertThat(this.gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("let go on").isTrue();
		return this.outcome.call();
	}

	/**
	 * Waits until some thread loads.
	 */
	void awaitCall() throws InterruptedException {
		assertThat(this.called.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("called").isTrue();
	}

	void letGoOn() {
		this.gate.countDown();
	}

	int calls() {
		return this.calls.get();
	}

}
