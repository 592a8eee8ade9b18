package io.bespokecache.map;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long the entries of a map live: all for the same time since they were written or
 * used, or each as an {@link Expiry} says; less a part by chance, so that entries which
 * were written together do not expire together. Thread-safe.
 * <p>
 * An entry carries its deadline by the nano clock, which is read by one thread for all
 * caches, the {@link Sweeper}; others see what it has seen, some milliseconds old.
 */
final class Lifetimes {

	/** An odd number of 64 bits, by the golden ratio, that spreads what it multiplies. */
	private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

	private static final Duration LONGEST = Duration.ofNanos(TimedNode.LONGEST_NANOS);

	private static final int FRACTION_BITS = 20;

	private final @Nullable Expiry<Object, Object> expiry;

	/** Nanoseconds, or zero. */
	private final long timeToLive;

	/** Nanoseconds, or zero. */
	private final long timeToIdle;

	/** Greatest part of a lifetime that chance takes, from 0 to 1. */
	private final double jitter;

	private final CoarseClock clock;

	@SuppressWarnings("unchecked") // keys and values are of the types that it takes
	Lifetimes(CacheMapBuilder<?, ?> builder) {
		this.expiry = (Expiry<Object, Object>) builder.expiry;
		this.timeToLive = nanos(builder.expireAfterWrite);
		this.timeToIdle = nanos(builder.expireAfterAccess);
		this.jitter = builder.expiryJitter;
		this.clock = CoarseClock.of(builder.nanoClock);
	}

	private static long nanos(@Nullable Duration duration) {
		if (duration == null) {
			return 0;
		}
		if (duration.isNegative() || duration.isZero()) {
			return 1;
		}
		return (duration.compareTo(LONGEST) < 0) ? duration.toNanos() : TimedNode.LONGEST_NANOS;
	}

	/** Whether entries expire at all. */
	boolean end() {
		return this.expiry != null || this.timeToLive > 0 || this.timeToIdle > 0;
	}

	/** Whether a read may change a deadline. */
	boolean dependOnReads() {
		return this.expiry != null || this.timeToIdle > 0;
	}

	/** Whether reads put a deadline off, but not beyond a limit. */
	boolean haveLimit() {
		return this.timeToLive > 0 && this.timeToIdle > 0;
	}

	/** The time, some milliseconds ago at the earliest. */
	long now() {
		return this.clock.now();
	}

	/** The time as it is. */
	long exactNow() {
		return this.clock.exact();
	}

	/**
	 * What no read puts the deadline off beyond, of an entry that is written now.
	 * @throws RuntimeException what the expiry throws
	 */
	long limit(Object key, Object value, int hash, long now) {
		if (this.expiry != null) {
			Duration duration = this.expiry.afterWrite(key, value);
			return now + ((duration != null) ? jittered(nanos(duration), hash, now) : TimedNode.LONGEST_NANOS);
		}
		return now + ((this.timeToLive > 0) ? jittered(this.timeToLive, hash, now) : TimedNode.LONGEST_NANOS);
	}

	/**
	 * Deadline of an entry that is written or used now. Chance depends on nothing but the
	 * key here, so that a later use means a later deadline.
	 */
	long deadline(int hash, long now, long limit) {
		return (this.timeToIdle > 0) ? now + Math.min(jittered(this.timeToIdle, hash, 0), limit - now) : limit;
	}

	/** What an entry that is moved elsewhere has lived, up to a time. */
	<K, V> AgedEntry<K, V> aged(K key, V value, Node node, long now) {
		if (!(node instanceof TimedNode timed) || !end()) {
			return AgedEntry.ofUnknownAge(key, value);
		}
		long left = timed.deadline() - now;
		if (this.expiry != null) {
			return AgedEntry.withOwnLife(key, value, left);
		}
		// What chance takes of a time to idle depends on the key alone.
		long idle = (this.timeToIdle > 0) ? Math.max(0, jittered(this.timeToIdle, node.hash(), 0) - left) : 0;
		if (this.timeToLive == 0) {
			return new AgedEntry<>(key, value, 0, idle, Long.MAX_VALUE, 0);
		}
		long leftToLive = haveLimit() ? limit(timed, now) - now : left;
		long age = Math.max(0, AgedEntry.shortest(this.timeToLive, this.jitter) - leftToLive);
		return new AgedEntry<>(key, value, age, idle, leftToLive, this.timeToLive);
	}

	/** As {@link #limit(Object, Object, int, long)}, of an entry that is not new. */
	long limit(AgedEntry<?, ?> entry, int hash, long now) {
		if (this.expiry != null) {
			return entry.hasOwnLife() ? now + Math.min(entry.left(), TimedNode.LONGEST_NANOS)
					: limit(entry.key(), entry.value(), hash, now);
		}
		if (this.timeToLive == 0) {
			return now + TimedNode.LONGEST_NANOS;
		}
		return now + ((entry.timeToLive() == this.timeToLive) ? entry.left()
				: jittered(this.timeToLive, hash, now) - entry.age());
	}

	/** As {@link #deadline(int, long, long)}, of an entry that is not new. */
	long deadline(AgedEntry<?, ?> entry, int hash, long now, long limit) {
		return (this.timeToIdle > 0) ? now + Math.min(jittered(this.timeToIdle, hash, 0) - entry.idle(), limit - now)
				: limit;
	}

	/**
	 * Chance by key and time: so that neither the keys that are loaded together nor the
	 * instances that load the same one agree, and at the cost of a multiplication.
	 */
	private long jittered(long nanos, int hash, long time) {
		if (this.jitter == 0 || nanos >= TimedNode.LONGEST_NANOS) {
			return nanos;
		}
		long chance = ((hash ^ time) * SPREAD) >>> (Long.SIZE - FRACTION_BITS);
		return Math.max(1, nanos - (long) (nanos * this.jitter * chance / (1 << FRACTION_BITS)));
	}

	/**
	 * A read may put the deadline off, and an {@link Expiry} may bring it forward.
	 */
	void read(TimedNode node, NodeSegment segment, Object key, Object value, long former, long now) {
		long deadline;
		if (this.expiry != null) {
			Duration duration = this.expiry.afterRead(key, value);
			if (duration == null) {
				return;
			}
			deadline = now + jittered(nanos(duration), node.hash(), now);
		}
		else {
			deadline = deadline(node.hash(), now, limit(node, now));
			if (deadline - former < 0) {
				return;
			}
		}
		// Fails if a writer has set a deadline of his own since it was read.
		if (deadline != former && node.replaceDeadline(former, deadline) && deadline - former < 0) {
			segment.noteDeadline(deadline);
		}
	}

	private static long limit(TimedNode node, long now) {
		return (node instanceof WeighedNode limited) ? limited.limit : now + TimedNode.LONGEST_NANOS;
	}

}
