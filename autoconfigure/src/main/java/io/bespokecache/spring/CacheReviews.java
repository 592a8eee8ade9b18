package io.bespokecache.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.bespokecache.workload.Adaptivity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ClassUtils;

/**
 * Reviews the caches of one manager again and again, in one thread for all of them, and
 * runs in that thread what listeners have to hear. Thread-safe.
 * <p>
 * The thread begins with the first cache whose use is observed, and stays until this is
 * closed. Where no use is observed it comes for an event and goes after a while.
 */
final class CacheReviews implements Executor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CacheReviews.class);

	/** Name of the thread. */
	static final String THREAD = "bespoke-cache-review";

	private static final long IDLE_SECONDS = 10;

	private final Collection<BespokeCache> caches;

	private final Consumer<BespokeCache> review;

	private final Duration interval;

	private final ScheduledThreadPoolExecutor thread;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final FailureLog failures;

	/**
	 * Creates a schedule.
	 * @param caches the caches, as they come to be
	 * @param review reviews a cache
	 * @param interval time from the end of a review to the next
	 * @param threads makes the thread
	 * @param nanoClock tells when a failure may be logged again
	 */
	CacheReviews(Collection<BespokeCache> caches, Consumer<BespokeCache> review, Duration interval,
			ThreadFactory threads, LongSupplier nanoClock) {
		this.caches = caches;
		this.review = review;
		this.interval = interval;
		this.failures = new FailureLog(nanoClock);
		this.thread = new ScheduledThreadPoolExecutor(1, threads);
		this.thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.thread.allowCoreThreadTimeOut(true);
		this.thread.setRemoveOnCancelPolicy(true);
	}

	/**
	 * A thread that inherits neither thread locals nor a class loader from whoever comes
	 * first.
	 */
	static Thread thread(Runnable task) {
		Thread thread = new Thread(null, task, THREAD, 0, false);
		thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * There is another cache.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // a review never throws
	void include(BespokeCache cache) {
		if (!isReviewed(cache) || !this.scheduled.compareAndSet(false, true)) {
			return;
		}
		try {
			long nanos = this.interval.toNanos();
			this.thread.scheduleWithFixedDelay(this::reviewAll, nanos, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The manager is closed, and the cache lives on without reviews.
		}
	}

	private static boolean isReviewed(BespokeCache cache) {
		return cache.getStore().adaptivity() != Adaptivity.OFF;
	}

	/**
	 * Reviews every cache whose use is observed. One that cannot be reviewed does not
	 * keep the others from it.
	 */
	void reviewAll() {
		for (BespokeCache cache : this.caches) {
			if (this.thread.isShutdown()) {
				return;
			}
			if (isReviewed(cache)) {
				review(cache);
			}
		}
	}

	private void review(BespokeCache cache) {
		try {
			this.review.accept(cache);
		}
		catch (RuntimeException | Error ex) {
			long earlier = this.failures.report();
			if (earlier >= 0) {
				logger.warn("Cache '" + cache.getName()
						+ "' could not be reviewed: it gives no new advice, and is of use as before"
						+ FailureLog.more(earlier), ex);
			}
		}
	}

	/**
	 * How many reviews have failed.
	 */
	long failures() {
		return this.failures.count();
	}

	/**
	 * Runs a task in the thread of the reviews, after those that came before.
	 */
	@Override
	public void execute(Runnable task) {
		this.thread.execute(task);
	}

	/**
	 * Ends the thread: what it does is interrupted, and nothing else begins.
	 */
	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
