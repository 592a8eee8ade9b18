package io.bespokecache.workload;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long entries live, in steps of a {@link KeySample}, and so what a miss of one that
 * was stored is about.
 *
 * @param toLive steps since an entry was written; infinite for no end
 * @param toIdle steps since it was used; infinite for no end
 * @param jitter greatest part that a life loses by chance
 * @param collectable whether the garbage collector takes entries, so that nobody knows
 * why one is gone
 */
record EntryTimes(double toLive, double toIdle, double jitter, boolean collectable) {

	/** Times to live after which an entry is not missed any more. */
	private static final double SOON = 2;

	static EntryTimes of(Workload workload, double jitter) {
		return new EntryTimes(steps(workload.expireAfterWrite()), steps(workload.expireAfterAccess()), jitter,
				workload.values() != ReferenceStrength.STRONG || workload.weakKeys());
	}

	private static double steps(@Nullable Duration duration) {
		return (duration != null) ? (duration.toSeconds() * 1e9 + duration.toNanosPart()) / KeySample.NANOS_A_STEP
				: Double.POSITIVE_INFINITY;
	}

	/**
	 * Why an entry is not there that was stored, and that nobody has removed.
	 * @param age steps since it was written
	 * @param idle steps since it was used
	 */
	MissCauses causeOfMiss(int age, int idle) {
		boolean old = hasPassed(this.toLive, age);
		boolean unused = hasPassed(this.toIdle, idle);
		if (!old && !unused) {
			return this.collectable ? MissCauses.ANY : MissCauses.DROPPED;
		}
		// What passed first is what has passed for longer.
		boolean written = old && (!unused || age - this.toLive >= idle - this.toIdle);
		if (written) {
			return (age <= SOON * this.toLive) ? MissCauses.EXPIRED : MissCauses.ANY;
		}
		return (idle <= SOON * this.toIdle) ? MissCauses.EXPIRED_UNUSED : MissCauses.ANY;
	}

	private boolean hasPassed(double time, int age) {
		return age >= (1 - this.jitter) * time;
	}

}
