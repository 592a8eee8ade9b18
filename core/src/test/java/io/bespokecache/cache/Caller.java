package io.bespokecache.cache;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * A thread that makes one call, which is never waited for without a bound.
 *
 * @param <T> the type of the call's result
 */
final class Caller<T> {

	private static final long PATIENCE_SECONDS = 20;

	private final FutureTask<T> task;

	private final Thread thread;

	private Caller(Callable<T> call) {
		this.task = new FutureTask<>(call);
		this.thread = new Thread(this.task, "caller");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	static <T> Caller<T> of(Callable<T> call) {
		return new Caller<>(call);
	}

	/**
	 * The result of the call.
	 * @throws ExecutionException if the call threw
	 */
	T result() throws InterruptedException, ExecutionException, TimeoutException {
		return this.task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * What the call threw.
	 * @throws AssertionError if it returned
	 */
	Throwable failure() throws InterruptedException, TimeoutException {
		try {
			T result = result();
			throw new AssertionError("The call returned " + result);
		}
		catch (ExecutionException ex) {
			Throwable failure = ex.getCause();
			return (failure != null) ? failure : ex;
		}
	}

	/**
	 * Waits until the call waits for another caller's load.
	 * @return this caller
	 */
	Caller<T> onceItWaits() {
		await().until(() -> Flight.isWaiting(this.thread));
		return this;
	}

	/**
	 * Waits until the thread is blocked, whatever by.
	 * @return this caller
	 */
	Caller<T> onceItIsBlocked() {
		await().until(() -> this.thread.getState() == State.WAITING);
		return this;
	}

	/**
	 * Waits until the thread pauses for a limited time, whatever for.
	 * @return this caller
	 */
	Caller<T> onceItPauses() {
		await().pollInterval(Duration.ofMillis(1)).until(() -> this.thread.getState() == State.TIMED_WAITING);
		return this;
	}

	/**
	 * Interrupts the thread, and waits until it has met the interrupt in a wait.
	 */
	void interrupt() {
		this.thread.interrupt();
		await().until(() -> !this.thread.isInterrupted());
	}

	/**
	 * Interrupts the thread, which may keep the interrupt.
	 */
	void interruptOnce() {
		this.thread.interrupt();
	}

	boolean isDone() {
		return this.task.isDone();
	}

	boolean isWaiting() {
		return Flight.isWaiting(this.thread);
	}

}
