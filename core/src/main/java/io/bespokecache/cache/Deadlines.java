package io.bespokecache.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one cache's values: when each is to be refreshed, when it expires, and
 * how long after that it is kept for the case that it cannot be loaded again. The map
 * knows only the last of them, and drops what has passed it. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Deadlines<K, V> {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	/** By the golden ratio, so that it spreads the hashes that it multiplies. */
	private static final int SPREAD = 0x9E37_79B9;

	private static final long LONGEST_RETRY_PAUSE = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoClock;

	/**
	 * As the workload says now; a value keeps what it was stamped with, unless it is
	 * shortened.
	 */
	private volatile long timeToLive;

	private volatile @Nullable Duration timeToIdle;

	private final @Nullable Expiry<? super K, ? super V> expiry;

	private final long refreshAfter;

	private final long staleOnError;

	private final double jitter;

	/** {@code null} without a second level. */
	private final @Nullable Coherence coherence;

	/**
	 * What the second level drops a key by. Set once, before there is any value.
	 */
	private volatile ToIntFunction<? super K> groups = (key) -> 0;

	/**
	 * Creates deadlines.
	 * @param jitter greatest part that a life loses by chance, from 0 to less than 1; the
	 * map keeps what has expired early for as long as what has not
	 * @param coherence until when values may be believed; {@code null} without a second
	 * level
	 */
	Deadlines(Workload workload, LoadPolicy policy, @Nullable Expiry<? super K, ? super V> expiry, double jitter,
			@Nullable Coherence coherence, LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.coherence = coherence;
		this.jitter = jitter;
		this.timeToLive = nanos(workload.expireAfterWrite());
		this.timeToIdle = workload.expireAfterAccess();
		this.expiry = expiry;
		this.refreshAfter = nanos(policy.refreshAfterWrite());
		this.staleOnError = (policy.staleOnError() != null) ? nanos(policy.staleOnError()) : 0;
	}

	/**
	 * Nanoseconds of a duration, {@link Long#MAX_VALUE} for none; 1 for what is no length
	 * of time.
	 */
	static long nanos(@Nullable Duration duration) {
		if (duration == null || duration.compareTo(LONGEST) >= 0) {
			return Long.MAX_VALUE;
		}
		return (duration.isNegative() || duration.isZero()) ? 1 : duration.toNanos();
	}

	/**
	 * Whether the map alone can keep the deadlines of such a cache.
	 */
	static boolean areKeptByMap(Workload workload, LoadPolicy policy, boolean variable, boolean ages) {
		return policy.refreshAfterWrite() == null && policy.staleOnError() == null && !ages
				&& !(variable && workload.expireAfterAccess() != null);
	}

	/**
	 * Whether the map of a strategy can shorten the lives of entries by chance.
	 */
	static boolean isJitterOfMap(Workload workload, Strategy strategy) {
		return strategy != Strategy.CAFFEINE || workload.expireAfterWrite() == null
				|| workload.expireAfterAccess() == null;
	}

	/**
	 * A value that is as old as given.
	 */
	TimedValue<V> stamp(K key, V value, long age) {
		return stamp(key, value, age, this.groups.applyAsInt(key));
	}

	private TimedValue<V> stamp(K key, V value, long age, int group) {
		Duration own = (this.expiry != null) ? this.expiry.afterWrite(key, value) : null;
		return new TimedValue<>(value, this.nanoClock.getAsLong() - age,
				jittered((own != null) ? nanos(own) : this.timeToLive), this.refreshAfter, group);
	}

	/** What is to be refreshed still is before it expires. */
	private long jittered(long timeToLive) {
		if (this.jitter == 0 || timeToLive == Long.MAX_VALUE) {
			return timeToLive;
		}
		long lost = (long) (timeToLive * this.jitter * ThreadLocalRandom.current().nextDouble());
		return (this.refreshAfter < timeToLive) ? Math.max(timeToLive - lost, this.refreshAfter) : timeToLive - lost;
	}

	/**
	 * Notes with each value what the second level drops it by.
	 */
	void group(ToIntFunction<? super K> groups) {
		this.groups = groups;
	}

	/**
	 * A value as old as the second level says, which expires no later than there.
	 */
	TimedValue<V> stamp(K key, SharedValue<V> shared) {
		TimedValue<V> value = stamp(key, shared.value(), shared.ageNanos(), shared.group());
		value.shorten(shared.freshNanos());
		return value;
	}

	/**
	 * How long a value that was written just now is of use to others.
	 */
	SecondLevel.Lifetime lifetime(TimedValue<V> value) {
		long fresh = Math.max(1, value.remaining(0));
		return new SecondLevel.Lifetime(fresh, saturatedSum(fresh, this.staleOnError));
	}

	/** Whether expired values are kept for the case that there can be no others. */
	boolean keepsExpired() {
		return this.staleOnError > 0;
	}

	/** The time, of which only differences mean anything. */
	long now() {
		return this.nanoClock.getAsLong();
	}

	/**
	 * Whether what others may have evicted may be handed out.
	 */
	boolean admits(long now) {
		Coherence coherence = this.coherence;
		return coherence == null || coherence.admits(now);
	}

	long age(TimedValue<V> value) {
		return value.age(this.nanoClock.getAsLong());
	}

	/**
	 * Whether a value that has expired may stand in for one that cannot be loaded.
	 */
	boolean isServable(TimedValue<V> value, long age) {
		return this.staleOnError > 0 && left(value, age) > 0;
	}

	void failRefresh(TimedValue<V> value) {
		value.failRefresh(age(value), this.refreshAfter);
	}

	void failRetry(TimedValue<V> value, long age) {
		value.failRetry(age, LONGEST_RETRY_PAUSE);
	}

	/** Time until the map is to drop a value; 0 or less if it has passed. */
	private long left(TimedValue<V> value, long age) {
		return saturatedSum(value.remaining(age), this.staleOnError);
	}

	/** The second of them is 0 or more. */
	private static long saturatedSum(long first, long second) {
		return (first < Long.MAX_VALUE - second) ? first + second : Long.MAX_VALUE;
	}

	/**
	 * Takes the durations of another workload for what is written from now on.
	 */
	void follow(Workload workload) {
		this.timeToLive = nanos(workload.expireAfterWrite());
		this.timeToIdle = workload.expireAfterAccess();
	}

	/**
	 * Takes those durations of another workload that are shorter than what is valid, for
	 * what is written from now on.
	 */
	void shorten(Workload workload) {
		this.timeToLive = Math.min(this.timeToLive, nanos(workload.expireAfterWrite()));
		Duration timeToIdle = workload.expireAfterAccess();
		if (nanos(timeToIdle) < nanos(this.timeToIdle)) {
			this.timeToIdle = timeToIdle;
		}
	}

	/**
	 * Lets a value that was written earlier live no longer than what is written now. Not
	 * where each has a life of its own.
	 */
	void shorten(Object stored) {
		if (this.expiry == null) {
			timed(stored).shorten(jittered(this.timeToLive));
		}
	}

	/** Nanoseconds since a stored value was written. */
	long ageOf(Object stored) {
		return Math.max(0, age(timed(stored)));
	}

	void applyTo(CacheMapBuilder<K, Object> map, Workload workload) {
		if (this.expiry != null) {
			map.expiry(new HardDeadline());
			return;
		}
		long timeToLive = nanos(workload.expireAfterWrite());
		if (timeToLive != Long.MAX_VALUE) {
			map.expireAfterWrite(Duration.ofNanos(saturatedSum(timeToLive, this.staleOnError)));
		}
		else {
			// Nothing but a time to idle, which is the map's own.
			map.expiryJitter(this.jitter);
		}
		if (workload.expireAfterAccess() != null) {
			map.expireAfterAccess(workload.expireAfterAccess());
		}
	}

	/** The user's value in a stored one. */
	static Object content(Object stored) {
		return timed(stored).value();
	}

	@SuppressWarnings("unchecked") // a cache with deadlines stores nothing but timed
									// values
	static <V> TimedValue<V> timed(Object stored) {
		return (TimedValue<V>) stored;
	}

	/**
	 * The time to live of single entries, and the time to idle that cannot stand beside
	 * it in a map. A read decides anew how long an entry lives, unless it has expired:
	 * what is kept only for the case that it cannot be loaded again is not revived.
	 */
	private final class HardDeadline implements Expiry<K, Object> {

		@Override
		public Duration afterWrite(K key, Object stored) {
			TimedValue<V> value = timed(stored);
			return orIdle(key, Duration.ofNanos(left(value, age(value))));
		}

		@Override
		public @Nullable Duration afterRead(K key, Object stored) {
			TimedValue<V> value = timed(stored);
			long age = age(value);
			Duration own = value.isFresh(age) ? ownAfterRead(key, value) : null;
			if (own != null) {
				value.liveUntil(saturatedSum(jittered(nanos(own)), Math.max(0, age)));
				return Duration.ofNanos(left(value, age));
			}
			return (Deadlines.this.timeToIdle != null) ? orIdle(key, Duration.ofNanos(left(value, age))) : null;
		}

		private @Nullable Duration ownAfterRead(K key, TimedValue<V> value) {
			Expiry<? super K, ? super V> expiry = Deadlines.this.expiry;
			return (expiry != null) ? expiry.afterRead(key, value.value()) : null;
		}

		/**
		 * Chance depends on the key alone here, so that a later read means a later end.
		 */
		private Duration orIdle(K key, Duration left) {
			Duration timeToIdle = Deadlines.this.timeToIdle;
			if (timeToIdle == null) {
				return left;
			}
			long nanos = nanos(timeToIdle);
			double chance = ((key.hashCode() * SPREAD) >>> 1) / (double) Integer.MAX_VALUE;
			Duration idle = Duration.ofNanos(nanos - (long) (nanos * Deadlines.this.jitter * chance));
			return (idle.compareTo(left) < 0) ? idle : left;
		}

	}

}
