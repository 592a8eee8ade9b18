package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.workload.Durations;
import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What a cache does about loads that are slow, due, or failing. Refuses what is out of
 * range.
 *
 * @param loadTimeout greatest time to wait for another caller's load, more than zero;
 * {@code null} for no limit
 * @param refreshAfterWrite age from which an entry is loaded again while it is served,
 * more than zero; {@code null} for never
 * @param staleOnError time for which an expired entry is served if it cannot be loaded
 * again, more than zero; {@code null} for none
 */
public record LoadPolicy(@Nullable Duration loadTimeout, @Nullable Duration refreshAfterWrite,
		@Nullable Duration staleOnError) {

	/** Waits without limit, never refreshes, and serves nothing that has expired. */
	public static final LoadPolicy NONE = new LoadPolicy(null, null, null);

	public LoadPolicy {
		requirePositive("load-timeout", loadTimeout);
		requirePositive("refresh-after-write", refreshAfterWrite);
		requirePositive("stale-on-error", staleOnError);
	}

	private static void requirePositive(String property, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new InvalidWorkloadException(property, value, "is not a length of time",
					"Give a duration of more than zero, for example 10m.");
		}
	}

	/**
	 * Refuses what can never take effect in a cache of the given workload.
	 * @param workload what the cache must do
	 * @throws InvalidWorkloadException if a property contradicts the workload
	 */
	public void requireConsistentWith(Workload workload) {
		if (workload.values() == ReferenceStrength.WEAK) {
			requireNothingBeside("refresh-after-write", this.refreshAfterWrite);
			requireNothingBeside("stale-on-error", this.staleOnError);
		}
		Duration expireAfterWrite = workload.expireAfterWrite();
		if (this.refreshAfterWrite != null && expireAfterWrite != null
				&& this.refreshAfterWrite.compareTo(expireAfterWrite) >= 0) {
			throw new InvalidWorkloadException(
					"refresh-after-write", this.refreshAfterWrite, "never takes effect, because expire-after-write ("
							+ Durations.format(expireAfterWrite) + ") always comes first",
					"Make it shorter than expire-after-write, or remove it.");
		}
		if (this.staleOnError != null && expireAfterWrite == null && !workload.variableExpiry()) {
			throw new InvalidWorkloadException("stale-on-error", this.staleOnError,
					"never takes effect, because no entry expires by its age", "Set expire-after-write, or remove it.");
		}
	}

	private static void requireNothingBeside(String property, @Nullable Duration value) {
		if (value != null) {
			throw new InvalidWorkloadException(property, value,
					"has to be kept beside each value, and nobody keeps what is beside a weak value",
					"Remove it, or set values to soft or strong.");
		}
	}

}
