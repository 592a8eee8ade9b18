package io.bespokecache.shared;

import java.time.Duration;
import java.util.Objects;

/**
 * How a process deals with a shared engine. Refuses what is out of range.
 *
 * @param timeout greatest time that all operations of one call together may take, from
 * 1ms to 10s
 * @param heartbeat time from one check of coherence to the next, from 10ms to 1m
 * @param maximumStaleness how old an eviction by another process may be at most without
 * being seen here, longer than two heartbeats
 * @param lease how long a process has the right to load a key without saying that it
 * still does, longer than two heartbeats
 * @param waitTimeout greatest time for which a process says so, and for which others wait
 * for it; no shorter than the lease
 * @param breakerFailures operations in a row that fail until no more are attempted, 1 or
 * more
 * @param maximumPending evictions of a cache that may wait to be tried again, 1 or more;
 * more become one of all keys
 */
public record SharedSettings(Duration timeout, Duration heartbeat, Duration maximumStaleness, Duration lease,
		Duration waitTimeout, int breakerFailures, int maximumPending) {

	/** A quarter of a second, a second, five seconds. */
	public static final SharedSettings DEFAULTS = new SharedSettings(Duration.ofMillis(250), Duration.ofSeconds(1),
			Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(30), 3, 10_000);

	/**
	 * Refuses what is out of range.
	 * @throws InvalidSettingException if it is
	 */
	public SharedSettings {
		require("timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(10));
		require("heartbeat", heartbeat, Duration.ofMillis(10), Duration.ofMinutes(1));
		require("max-staleness", maximumStaleness, heartbeat.multipliedBy(2).plusMillis(1), Duration.ofHours(1));
		require("lease", lease, heartbeat.multipliedBy(2).plusMillis(1), Duration.ofHours(1));
		require("wait-timeout", waitTimeout, lease, Duration.ofHours(1));
		require("breaker-failures", breakerFailures);
		require("maximum-pending", maximumPending);
	}

	private static void require(String property, Duration value, Duration least, Duration most) {
		Objects.requireNonNull(value, property);
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			throw new InvalidSettingException(property, value, "is out of range",
					"Give a duration from " + millis(least) + " to " + millis(most) + ".");
		}
	}

	private static String millis(Duration duration) {
		return duration.toMillis() + "ms";
	}

	private static void require(String property, int value) {
		if (value < 1) {
			throw new InvalidSettingException(property, value, "is out of range", "Give a number of 1 or more.");
		}
	}

	/**
	 * A setting that is out of range.
	 */
	public static final class InvalidSettingException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		private final String property;

		private final transient Object value;

		private final String problem;

		private final String remedy;

		InvalidSettingException(String property, Object value, String problem, String remedy) {
			super(property + " (" + value + ") " + problem + ". " + remedy);
			this.property = property;
			this.value = value;
			this.problem = problem;
			this.remedy = remedy;
		}

		/**
		 * Last part of the property's name.
		 * @return the name
		 */
		public String property() {
			return this.property;
		}

		/**
		 * The value that is refused.
		 * @return the value
		 */
		public Object value() {
			return this.value;
		}

		/**
		 * What is wrong with it.
		 * @return the rest of a sentence, without a full stop
		 */
		public String problem() {
			return this.problem;
		}

		/**
		 * What to write instead.
		 * @return whole sentences
		 */
		public String remedy() {
			return this.remedy;
		}

	}

}
