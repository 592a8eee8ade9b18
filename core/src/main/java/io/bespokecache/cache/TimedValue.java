package io.bespokecache.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A value with its deadlines, as a cache stores it that refreshes, or that serves what
 * has expired. All deadlines are ages in nanoseconds, {@link Long#MAX_VALUE} for never.
 * Equal only to itself. Thread-safe.
 *
 * @param <V> the type of values
 */
public final class TimedValue<V> {

	/**
	 * Share of the time to refresh by which a value may fall due early, so that values
	 * which were loaded together are not all loaded again together.
	 */
	private static final double JITTER = 0.2;

	private static final long FIRST_BACK_OFF = 1_000_000_000L;

	private static final VarHandle REFRESH_AGE;

	private static final VarHandle RETRY_AGE;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			REFRESH_AGE = lookup.findVarHandle(TimedValue.class, "refreshAge", long.class);
			RETRY_AGE = lookup.findVarHandle(TimedValue.class, "retryAge", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final V value;

	private final long writtenAt;

	/** Age from which the value has expired; a read may move it. */
	private volatile long timeToLive;

	/**
	 * Age from which a refresh is due. Whoever swaps it for {@link Long#MAX_VALUE} has
	 * the right to refresh, so that there is one refresh at a time.
	 */
	private volatile long refreshAge;

	/** Age from which a load may be tried again after one has failed. */
	private volatile long retryAge;

	/** What the second level drops it by. */
	private final int group;

	/** How often loading anew has failed in a row; a lost increment is of no harm. */
	private volatile int failures;

	TimedValue(V value, long writtenAt, long timeToLive, long refreshAfter) {
		this(value, writtenAt, timeToLive, refreshAfter, 0);
	}

	TimedValue(V value, long writtenAt, long timeToLive, long refreshAfter, int group) {
		this.value = value;
		this.group = group;
		this.writtenAt = writtenAt;
		this.timeToLive = timeToLive;
		this.refreshAge = (refreshAfter != Long.MAX_VALUE) ? jittered(refreshAfter) : Long.MAX_VALUE;
	}

	private static long jittered(long refreshAfter) {
		return refreshAfter - (long) (refreshAfter * JITTER * ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * The value.
	 * @return the value
	 */
	public V value() {
		return this.value;
	}

	/** What the second level drops it by. */
	int group() {
		return this.group;
	}

	long age(long now) {
		return now - this.writtenAt;
	}

	/** What is left of the time to live, 0 or less if it has passed. */
	long remaining(long age) {
		long timeToLive = this.timeToLive;
		return (timeToLive != Long.MAX_VALUE) ? timeToLive - age : Long.MAX_VALUE;
	}

	void liveUntil(long age) {
		this.timeToLive = age;
	}

	/** Lets it expire earlier, if that is not earlier already. */
	void shorten(long age) {
		if (age < this.timeToLive) {
			this.timeToLive = age;
		}
	}

	boolean isFresh(long age) {
		return age < this.timeToLive;
	}

	boolean isRefreshDue(long age) {
		return age >= this.refreshAge;
	}

	/**
	 * Claims the right to refresh.
	 * @return {@code false} if it is not due, or somebody else has it
	 */
	boolean claimRefresh(long age) {
		long due = this.refreshAge;
		return age >= due && due != Long.MAX_VALUE && REFRESH_AGE.compareAndSet(this, due, Long.MAX_VALUE);
	}

	/**
	 * Gives the right to refresh back, until a while has passed.
	 */
	void postponeRefresh(long age) {
		this.refreshAge = age + FIRST_BACK_OFF;
	}

	/**
	 * Gives the right to refresh back, until a while has passed that doubles with every
	 * failure in a row.
	 */
	void failRefresh(long age, long longest) {
		this.refreshAge = age + nextBackOff(longest);
	}

	boolean mayRetry(long age) {
		return age >= this.retryAge;
	}

	/**
	 * Puts the next attempt to load anew off, for twice as long with every failure in a
	 * row. Those who failed at the same time count as one.
	 */
	void failRetry(long age, long longest) {
		long due = this.retryAge;
		if (age >= due && RETRY_AGE.compareAndSet(this, due, Long.MAX_VALUE)) {
			this.retryAge = age + nextBackOff(longest);
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // a lost increment shortens one pause
	private long nextBackOff(long longest) {
		int failures = this.failures++;
		return Math.min(longest, FIRST_BACK_OFF << Math.min(failures, 30));
	}

	@Override
	public String toString() {
		return String.valueOf(this.value);
	}

}
