package io.bespokecache.cache;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor whose tasks wait until a test runs them, or that takes none.
 */
final class HeldExecutor implements Executor {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private volatile boolean busy;

	@Override
	public void execute(Runnable task) {
		if (this.busy) {
			throw new RejectedExecutionException("busy");
		}
		this.tasks.add(task);
	}

	void setBusy(boolean busy) {
		this.busy = busy;
	}

	/** Number of tasks that have not been run. */
	int held() {
		return this.tasks.size();
	}

	/** Runs all tasks in the calling thread. */
	void runAll() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

}
