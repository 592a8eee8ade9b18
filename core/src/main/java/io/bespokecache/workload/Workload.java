package io.bespokecache.workload;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * How a cache is used, and what it has to do: all that a strategy is chosen by. Refuses
 * what is out of range or contradicts itself.
 *
 * @param readRatio share of calls that read rather than write, from 0 to 1
 * @param keyLifetime how long a key is typically of use, more than zero; {@link #FOREVER}
 * if it never ceases to be
 * @param expectedEntries how many entries the cache is expected to hold, 1 or more
 * @param bulk what operations on several keys need; only {@link BulkNeed#NONE} for a
 * cache that drops entries by itself
 * @param maximumSize greatest number of entries, 1 or more; {@code null} for no such
 * bound
 * @param maximumWeight greatest sum of weights, 1 or more; {@code null} for no such bound
 * @param expireAfterWrite time to live since the last write, more than zero; {@code null}
 * for none
 * @param expireAfterAccess time to live since the last read or write, more than zero;
 * {@code null} for none
 * @param variableExpiry whether single entries have times to live of their own
 * @param values how firmly values are held
 * @param weakKeys whether an entry may go when nobody else refers to its key
 */
public record Workload(double readRatio, Duration keyLifetime, long expectedEntries, BulkNeed bulk,
		@Nullable Long maximumSize, @Nullable Long maximumWeight, @Nullable Duration expireAfterWrite,
		@Nullable Duration expireAfterAccess, boolean variableExpiry, ReferenceStrength values, boolean weakKeys) {

	/** The lifetime of keys that never cease to be of use. */
	public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	/**
	 * Keys of a shorter life than this pile up in a cache that drops nothing by itself.
	 */
	public static final Duration LONG_LIFETIME = Duration.ofHours(1);

	public Workload {
		Objects.requireNonNull(keyLifetime, "keyLifetime");
		Objects.requireNonNull(bulk, "bulk");
		Objects.requireNonNull(values, "values");
		if (!(readRatio >= 0 && readRatio <= 1)) {
			throw new InvalidWorkloadException("read-ratio", readRatio, "is not a share of all calls",
					"Give a number from 0 (only writes) to 1 (only reads), for example 0.95.");
		}
		requirePositive("key-lifetime", keyLifetime);
		requirePositive("expected-entries", expectedEntries);
		requirePositive("maximum-size", maximumSize);
		requirePositive("maximum-weight", maximumWeight);
		requirePositive("expire-after-write", expireAfterWrite);
		requirePositive("expire-after-access", expireAfterAccess);
		if (maximumSize != null && maximumWeight != null) {
			throw new InvalidWorkloadException("maximum-weight", maximumWeight,
					"contradicts maximum-size (" + maximumSize + "): a cache has one bound",
					"Keep the one that limits what you care about, and remove the other.");
		}
		if (expireAfterWrite != null && expireAfterAccess != null
				&& expireAfterAccess.compareTo(expireAfterWrite) >= 0) {
			throw new InvalidWorkloadException(
					"expire-after-access", expireAfterAccess, "never takes effect, because expire-after-write ("
							+ Durations.format(expireAfterWrite) + ") always comes first",
					"Make it shorter than expire-after-write, or remove it.");
		}
		if (values == ReferenceStrength.WEAK && variableExpiry && expireAfterAccess != null) {
			throw new InvalidWorkloadException("values", values.id(),
					"cannot be combined with both expire-after-access and times to live of single entries, which have "
							+ "to be kept beside each value",
					"Remove one of them, or set values to soft or strong.");
		}
		boolean dropsEntries = maximumSize != null || maximumWeight != null || expireAfterWrite != null
				|| expireAfterAccess != null || variableExpiry || values != ReferenceStrength.STRONG || weakKeys;
		if (!dropsEntries && keyLifetime.compareTo(LONG_LIFETIME) < 0) {
			throw new InvalidWorkloadException("key-lifetime", keyLifetime,
					"is short, and the cache is unbounded and expires nothing: keys that are no longer of use would "
							+ "pile up until memory ends",
					"Set maximum-size or expire-after-write, or declare a key-lifetime of at least "
							+ Durations.format(LONG_LIFETIME) + ".");
		}
		if (dropsEntries && bulk != BulkNeed.NONE) {
			throw new InvalidWorkloadException("bulk", bulk.id(),
					"cannot be combined with a bound, an expiry, or soft or weak references: no strategy offers it to a "
							+ "cache that drops entries by itself",
					"Remove those, or declare bulk: none.");
		}
	}

	private static void requirePositive(String property, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new InvalidWorkloadException(property, value, "is not a length of time",
					"Give a duration of more than zero, for example 10m.");
		}
	}

	private static void requirePositive(String property, @Nullable Long value) {
		if (value != null && value < 1) {
			throw new InvalidWorkloadException(property, value, "is less than 1", "Give a whole number from 1 up.");
		}
	}

	/**
	 * Starts to describe a workload.
	 * @return a builder with a read ratio of 0.9, keys that live for ever, 10,000
	 * expected entries, strong references, and no bulk need
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts to describe a workload that differs from this one.
	 * @return a builder with everything that this one has
	 */
	public Builder toBuilder() {
		return new Builder().readRatio(this.readRatio)
			.keyLifetime(this.keyLifetime)
			.expectedEntries(this.expectedEntries)
			.bulk(this.bulk)
			.maximumSize(this.maximumSize)
			.maximumWeight(this.maximumWeight)
			.expireAfterWrite(this.expireAfterWrite)
			.expireAfterAccess(this.expireAfterAccess)
			.variableExpiry(this.variableExpiry)
			.values(this.values)
			.weakKeys(this.weakKeys);
	}

	/**
	 * What a strategy must be able to do to hold this cache.
	 * @return the capabilities, in the order of their declaration; a set of the caller's
	 * own
	 */
	public Set<Capability> requirements() {
		Set<Capability> requirements = EnumSet.noneOf(Capability.class);
		if (this.maximumSize != null) {
			requirements.add(Capability.MAXIMUM_SIZE);
		}
		if (this.maximumWeight != null) {
			requirements.add(Capability.MAXIMUM_WEIGHT);
		}
		if (this.expireAfterWrite != null) {
			requirements.add(Capability.EXPIRE_AFTER_WRITE);
		}
		if (this.expireAfterAccess != null) {
			requirements.add(Capability.EXPIRE_AFTER_ACCESS);
		}
		if (this.variableExpiry) {
			requirements.add(Capability.EXPIRY);
		}
		if (this.values.capability() != null) {
			requirements.add(this.values.capability());
		}
		if (this.weakKeys) {
			requirements.add(Capability.WEAK_KEYS);
		}
		if (this.bulk.capability() != null) {
			requirements.add(this.bulk.capability());
		}
		return requirements;
	}

	/**
	 * Describes a workload. Not thread-safe.
	 */
	public static final class Builder {

		private double readRatio = 0.9;

		private Duration keyLifetime = FOREVER;

		private long expectedEntries = 10_000;

		private BulkNeed bulk = BulkNeed.NONE;

		private @Nullable Long maximumSize;

		private @Nullable Long maximumWeight;

		private @Nullable Duration expireAfterWrite;

		private @Nullable Duration expireAfterAccess;

		private boolean variableExpiry;

		private ReferenceStrength values = ReferenceStrength.STRONG;

		private boolean weakKeys;

		private Builder() {
		}

		/**
		 * Share of calls that read rather than write.
		 * @param readRatio from 0 to 1
		 * @return this builder
		 */
		public Builder readRatio(double readRatio) {
			this.readRatio = readRatio;
			return this;
		}

		/**
		 * How long a key is typically of use.
		 * @param keyLifetime more than zero
		 * @return this builder
		 */
		public Builder keyLifetime(Duration keyLifetime) {
			this.keyLifetime = keyLifetime;
			return this;
		}

		/**
		 * How many entries the cache is expected to hold.
		 * @param expectedEntries 1 or more
		 * @return this builder
		 */
		public Builder expectedEntries(long expectedEntries) {
			this.expectedEntries = expectedEntries;
			return this;
		}

		/**
		 * What operations on several keys need.
		 * @param bulk the need
		 * @return this builder
		 */
		public Builder bulk(BulkNeed bulk) {
			this.bulk = bulk;
			return this;
		}

		/**
		 * Greatest number of entries.
		 * @param maximumSize 1 or more; {@code null} for no such bound
		 * @return this builder
		 */
		public Builder maximumSize(@Nullable Long maximumSize) {
			this.maximumSize = maximumSize;
			return this;
		}

		/**
		 * Greatest sum of weights.
		 * @param maximumWeight 1 or more; {@code null} for no such bound
		 * @return this builder
		 */
		public Builder maximumWeight(@Nullable Long maximumWeight) {
			this.maximumWeight = maximumWeight;
			return this;
		}

		/**
		 * Time to live since the last write.
		 * @param expireAfterWrite more than zero; {@code null} for none
		 * @return this builder
		 */
		public Builder expireAfterWrite(@Nullable Duration expireAfterWrite) {
			this.expireAfterWrite = expireAfterWrite;
			return this;
		}

		/**
		 * Time to live since the last read or write.
		 * @param expireAfterAccess more than zero; {@code null} for none
		 * @return this builder
		 */
		public Builder expireAfterAccess(@Nullable Duration expireAfterAccess) {
			this.expireAfterAccess = expireAfterAccess;
			return this;
		}

		/**
		 * Whether single entries have times to live of their own.
		 * @param variableExpiry {@code true} if they have
		 * @return this builder
		 */
		public Builder variableExpiry(boolean variableExpiry) {
			this.variableExpiry = variableExpiry;
			return this;
		}

		/**
		 * How firmly values are held.
		 * @param values the strength
		 * @return this builder
		 */
		public Builder values(ReferenceStrength values) {
			this.values = values;
			return this;
		}

		/**
		 * Whether an entry may go when nobody else refers to its key.
		 * @param weakKeys {@code true} if it may
		 * @return this builder
		 */
		public Builder weakKeys(boolean weakKeys) {
			this.weakKeys = weakKeys;
			return this;
		}

		/**
		 * Makes the workload.
		 * @return the workload
		 * @throws InvalidWorkloadException if a value is out of range or two of them
		 * contradict each other
		 */
		public Workload build() {
			return new Workload(this.readRatio, this.keyLifetime, this.expectedEntries, this.bulk, this.maximumSize,
					this.maximumWeight, this.expireAfterWrite, this.expireAfterAccess, this.variableExpiry, this.values,
					this.weakKeys);
		}

	}

}
