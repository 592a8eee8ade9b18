package io.bespokecache.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts failures of one kind, and lets one of them a minute be logged. Thread-safe.
 */
final class FailureLog {

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoClock;

	private final LongAdder count = new LongAdder();

	/** When the next one may be logged. */
	private final AtomicLong next;

	/** When one was counted last. */
	private volatile long latest;

	/** How many there were when one was last logged. */
	private final AtomicLong logged = new AtomicLong();

	FailureLog(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.next = new AtomicLong(nanoClock.getAsLong());
	}

	/**
	 * Counts a failure.
	 * @return how many failures have not been logged since one was, or -1 if this one is
	 * not to be logged either
	 */
	long report() {
		long now = this.nanoClock.getAsLong();
		this.latest = now;
		this.count.increment();
		long due = this.next.get();
		if (now - due < 0 || !this.next.compareAndSet(due, now + PAUSE)) {
			return -1;
		}
		long count = this.count.sum();
		return Math.max(0, count - this.logged.getAndSet(count) - 1);
	}

	/**
	 * Whether there was a failure since then.
	 */
	boolean hasAnyWithin(Duration time) {
		return count() > 0 && this.nanoClock.getAsLong() - this.latest <= time.toNanos();
	}

	long count() {
		return this.count.sum();
	}

	/**
	 * The end of a log message.
	 * @param earlier what {@link #report()} returned
	 */
	static String more(long earlier) {
		return (earlier == 0) ? "" : " (and " + earlier + " times before, since this was last logged)";
	}

}
