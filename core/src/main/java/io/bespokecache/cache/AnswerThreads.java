package io.bespokecache.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Threads in which the answers of second levels reach those who do not block. There are
 * as many as there are answers under way, and none that has had nothing to do for a
 * while.
 */
final class AnswerThreads {

	private static final String NAME = "bespoke-cache-answer";

	/** Runs an answer in the calling thread if there can be no other. */
	static final Executor EXECUTOR = AnswerThreads::run;

	private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(task, NAME);
				thread.setDaemon(true);
				thread.setContextClassLoader(AnswerThreads.class.getClassLoader());
				return thread;
			});

	private AnswerThreads() {
	}

	private static void run(Runnable task) {
		try {
			POOL.execute(task);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			task.run();
		}
	}

	/**
	 * A task that runs with the context class loader of the calling thread.
	 */
	static <T> Consumer<T> inContext(Consumer<T> task) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return (value) -> {
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(classLoader);
			try {
				task.accept(value);
			}
			finally {
				thread.setContextClassLoader(before);
			}
		};
	}

}
