package io.bespokecache.autoconfigure;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Runs maintenance on a virtual thread: task after task, in the order of their arrival,
 * with one thread at a time. Never waits for a task, nor runs one on the calling thread.
 * Thread-safe.
 * <p>
 * A thread lives only while there is something to do, so that nothing is left to be ended
 * when the application stops, and caches that are used later are still looked after.
 */
final class VirtualMaintenance implements Executor {

	private static final String THREAD = "bespoke-cache-maintenance";

	private final Executor threads;

	/** No monitor: a virtual thread that waits for one may hold its carrier. */
	private final Lock lock = new ReentrantLock();

	/** Guarded by {@link #lock}. */
	private final Queue<Runnable> tasks = new ArrayDeque<>();

	/** Whether a thread takes the tasks; guarded by {@link #lock}. */
	private boolean running;

	/**
	 * Creates an executor; the virtual machine has to have virtual threads.
	 */
	VirtualMaintenance() {
		this(virtualThreads());
	}

	/**
	 * Creates an executor.
	 * @param threads starts a thread for each task
	 */
	VirtualMaintenance(Executor threads) {
		this.threads = threads;
	}

	private static Executor virtualThreads() {
		ThreadFactory threads = VirtualThreads.factory();
		return (task) -> threads.newThread(task).start();
	}

	@Override
	public void execute(Runnable task) {
		this.lock.lock();
		try {
			if (!this.running) {
				// A task is accepted only once there is a thread for it.
				this.threads.execute(this::run);
				this.running = true;
			}
			this.tasks.add(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		Thread thread = Thread.currentThread();
		thread.setName(THREAD);
		// Whoever comes first lends it no class loader.
		thread.setContextClassLoader(null);
		Runnable task = next();
		while (task != null) {
			run(task, thread);
			task = next();
		}
	}

	/** A task that fails ends no thread: the others depend on it. */
	private static void run(Runnable task, Thread thread) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			try {
				thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
			}
			catch (RuntimeException | Error failure) {
				// The virtual machine ignores what a handler throws, too.
			}
		}
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			Runnable task = this.tasks.poll();
			this.running = task != null;
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

}
