package io.bespokecache.spring;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;

/**
 * Runs refreshes on a few threads of its own, which end when they have nothing to do.
 * Rejects what comes when all are busy and the queue is full, and everything once it is
 * closed. Thread-safe.
 */
final class RefreshExecutor implements Executor, AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final ThreadPoolExecutor threads;

	private final @Nullable TaskDecorator decorator;

	RefreshExecutor(RefreshOptions options) {
		this.threads = new ThreadPoolExecutor(options.threads(), options.threads(), IDLE_SECONDS, TimeUnit.SECONDS,
				queue(options.queueCapacity()), RefreshExecutor::thread, RefreshExecutor::reject);
		this.threads.allowCoreThreadTimeOut(true);
		this.decorator = options.propagateContext() ? new ContextPropagatingTaskDecorator() : null;
	}

	private static BlockingQueue<Runnable> queue(int capacity) {
		return (capacity > 0) ? new LinkedBlockingQueue<>(capacity) : new SynchronousQueue<>();
	}

	/**
	 * A thread that inherits neither thread locals nor a class loader from whoever comes
	 * first.
	 */
	private static Thread thread(Runnable task) {
		Thread thread = new Thread(null, task, "cache-refresh-" + NUMBER.incrementAndGet(), 0, false);
		thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
		thread.setDaemon(true);
		return thread;
	}

	private static void reject(Runnable task, ThreadPoolExecutor executor) {
		throw new RejectedExecutionException("All threads for refreshes are busy, and their queue is full");
	}

	@Override
	public void execute(Runnable refresh) {
		this.threads.execute((this.decorator != null) ? this.decorator.decorate(refresh) : refresh);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
