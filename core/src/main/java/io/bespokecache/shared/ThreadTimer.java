package io.bespokecache.shared;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A timer with a thread of its own, which keeps no virtual machine alive. Thread-safe.
 * <p>
 * Limits do not wake that thread one by one, which would cost more than what they limit:
 * it looks after all of them every few milliseconds, while there are any.
 */
final class ThreadTimer implements Timer {

	/** From one look at the limits to the next. */
	private static final long LOOK = 5_000_000;

	/**
	 * So much earlier a limit may be reached at most, so that it is not reached later.
	 */
	private static final long EARLY = 2 * LOOK;

	/** And by no more than this part of it. */
	private static final long PART = 10;

	/** Shorter ones are timed one by one. */
	private static final long SHORTEST = 4 * LOOK;

	private final ScheduledThreadPoolExecutor executor;

	private final Set<Limit> limits = ConcurrentHashMap.newKeySet();

	/** Whether a look is to come that will see all limits there are now. */
	private final AtomicBoolean looking = new AtomicBoolean();

	ThreadTimer(String name) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public Runnable after(long nanos, Runnable task) {
		var scheduled = this.executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	@Override
	public Runnable limit(long nanos, Runnable task) {
		if (nanos < SHORTEST) {
			return after(nanos, task);
		}
		Limit limit = new Limit(System.nanoTime() + nanos - Math.min(EARLY, nanos / PART), task);
		this.limits.add(limit);
		// After it was added: either this finds that nobody looks, or whoever has just
		// stopped looking finds the limit.
		lookLater();
		return limit;
	}

	private void lookLater() {
		if (this.looking.compareAndSet(false, true)) {
			boolean scheduled = false;
			try {
				after(LOOK, this::look);
				scheduled = true;
			}
			finally {
				if (!scheduled) {
					this.looking.set(false);
				}
			}
		}
	}

	private void look() {
		try {
			long now = System.nanoTime();
			this.limits.removeIf((limit) -> {
				if (limit.due - now > 0) {
					return false;
				}
				limit.reach();
				return true;
			});
		}
		finally {
			this.looking.set(false);
			if (!this.limits.isEmpty()) {
				lookLater();
			}
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * A limit; cancelled when it is run.
	 */
	private final class Limit implements Runnable {

		private final long due;

		private final Runnable task;

		Limit(long due, Runnable task) {
			this.due = due;
			this.task = task;
		}

		@Override
		public void run() {
			ThreadTimer.this.limits.remove(this);
		}

		/**
		 * One that fails is not to keep the others from being reached. It may have been
		 * cancelled at this moment: the task finds that out.
		 */
		void reach() {
			try {
				this.task.run();
			}
			catch (RuntimeException | Error ex) {
				Thread thread = Thread.currentThread();
				thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
			}
		}

	}

}
