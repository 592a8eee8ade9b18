package io.bespokecache.shared;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks when their time has come. Thread-safe.
 */
interface Timer extends AutoCloseable {

	/**
	 * Runs a task after a while.
	 * @return cancels it, if it has not begun
	 */
	Runnable after(long nanos, Runnable task);

	@Override
	void close();

	/**
	 * A timer with a thread of its own, which keeps no virtual machine alive.
	 */
	static Timer withThread(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
		executor.setRemoveOnCancelPolicy(true);
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return new Timer() {

			@Override
			public Runnable after(long nanos, Runnable task) {
				if (executor.isShutdown()) {
					return () -> {
					};
				}
				var scheduled = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
				return () -> scheduled.cancel(false);
			}

			@Override
			public void close() {
				executor.shutdownNow();
			}

		};
	}

}
