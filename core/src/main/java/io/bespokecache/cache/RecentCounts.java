package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.workload.UseCounts;

/**
 * What has happened in the last 5 to 10 minutes. Not thread-safe.
 */
final class RecentCounts {

	private static final long HALF = Duration.ofMinutes(5).toNanos();

	private UseCounts former = UseCounts.NONE;

	private UseCounts half = UseCounts.NONE;

	private long formerStart;

	private long halfStart;

	RecentCounts(long now) {
		this.formerStart = now;
		this.halfStart = now;
	}

	/** Forgets what has happened. */
	void restart(UseCounts counts, long now) {
		this.former = counts;
		this.half = counts;
		this.formerStart = now;
		this.halfStart = now;
	}

	/** Forgets what happened too long ago. */
	void rotate(UseCounts counts, long now) {
		if (now - this.halfStart >= HALF) {
			this.former = this.half;
			this.formerStart = this.halfStart;
			this.half = counts;
			this.halfStart = now;
		}
	}

	UseCounts until(UseCounts counts) {
		return counts.since(this.former);
	}

	Duration time(long now) {
		return Duration.ofNanos(now - this.formerStart);
	}

}
