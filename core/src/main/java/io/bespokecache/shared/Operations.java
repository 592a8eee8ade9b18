package io.bespokecache.shared;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Operations of a shared engine with a limit of time each. Thread-safe.
 */
final class Operations {

	private final LongSupplier nanoClock;

	private final Timer timer;

	private final Breaker breaker;

	private final SharedListener listener;

	/** Whether the connection is the one that it was. */
	private final Supplier<BooleanSupplier> session;

	Operations(LongSupplier nanoClock, Timer timer, Breaker breaker, SharedListener listener,
			Supplier<BooleanSupplier> session) {
		this.nanoClock = nanoClock;
		this.timer = timer;
		this.breaker = breaker;
		this.listener = listener;
		this.session = session;
	}

	long now() {
		return this.nanoClock.getAsLong();
	}

	/**
	 * Executes an operation.
	 * @param counts count it
	 * @param nanos greatest time it may take
	 * @param operation starts it
	 * @param outcome hears of it once, or of a failure as well if it throws on an answer:
	 * an answer that comes too late, or over a connection that was lost in between, is a
	 * failure
	 */
	<T> void execute(SharedCounts counts, long nanos, Supplier<CompletableFuture<T>> operation, Outcome<T> outcome) {
		execute(counts, nanos, operation, outcome, true);
	}

	/**
	 * Executes an operation for which no caller waits, and whose failures say nothing of
	 * those for which one does.
	 * @see #execute
	 */
	<T> void executeAside(SharedCounts counts, long nanos, Supplier<CompletableFuture<T>> operation,
			Outcome<T> outcome) {
		execute(counts, nanos, operation, outcome, false);
	}

	private <T> void execute(SharedCounts counts, long nanos, Supplier<CompletableFuture<T>> operation,
			Outcome<T> outcome, boolean breaking) {
		BooleanSupplier sameSession = this.session.get();
		long start = now();
		if (nanos <= 0) {
			fail(counts, outcome, new TimeoutException("No time was left"), breaking);
			return;
		}
		CompletableFuture<T> future;
		try {
			future = operation.get();
		}
		catch (RuntimeException ex) {
			fail(counts, outcome, ex, breaking);
			return;
		}
		AtomicBoolean ended = new AtomicBoolean();
		Runnable cancel = future.isDone() ? () -> {
		} : this.timer.limit(nanos, () -> {
			if (ended.compareAndSet(false, true)) {
				fail(counts, outcome, new TimeoutException("Not answered within " + nanos / 1_000_000 + " ms"),
						breaking);
			}
		});
		future.whenComplete((answer, failure) -> {
			if (!ended.compareAndSet(false, true)) {
				if (failure == null) {
					late(outcome, answer);
				}
				return;
			}
			cancel.run();
			long taken = now() - start;
			if (failure != null) {
				fail(counts, outcome, failure, breaking);
			}
			else if (taken > nanos || !sameSession.getAsBoolean()) {
				// After a pause of this process an answer may be older than its timer.
				late(outcome, answer);
				fail(counts, outcome, new TimeoutException("Not answered in time"), breaking);
			}
			else {
				counts.operations.increment();
				counts.operationNanos.add(taken);
				if (breaking) {
					this.breaker.succeeded();
				}
				answer(counts, outcome, answer);
			}
		}).isDone();
	}

	/**
	 * Whatever goes wrong with an answer, whoever waits for it hears of that.
	 */
	private static <T> void answer(SharedCounts counts, Outcome<T> outcome, T answer) {
		try {
			outcome.answered(answer);
		}
		catch (Throwable failure) {
			counts.failures.increment();
			outcome.failed(failure);
		}
	}

	private static <T> void late(Outcome<T> outcome, @Nullable T answer) {
		try {
			outcome.late(answer);
		}
		catch (RuntimeException ex) {
			// Nobody waits for it.
		}
	}

	private <T> void fail(SharedCounts counts, Outcome<T> outcome, Throwable failure, boolean breaking) {
		counts.failures.increment();
		if (breaking && this.breaker.failed(now())) {
			this.listener.breakerOpened(failure);
		}
		outcome.failed(failure);
	}

	/**
	 * What has come of an operation.
	 *
	 * @param <T> the type of answers
	 */
	interface Outcome<T> {

		void answered(T answer);

		void failed(Throwable failure);

		/**
		 * An answer came that nobody waits for any more.
		 */
		default void late(@Nullable T answer) {
		}

	}

}
