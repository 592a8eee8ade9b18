package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;

/**
 * Entries expire that would still be used: most misses ask for what has just expired.
 */
final class ExpiryAdvice implements AdviceRule {

	private static final double MANY = 0.5;

	private static final double STILL_MANY = 0.35;

	private static final long LEAST_CAUSES = 100;

	private static final long LEAST_READS = 1_000;

	/** Misses for each look-up that are worth a change. */
	private static final double MISS_RATIO = 0.02;

	/** What is worth a change: loads an hour, or their time. */
	private static final double LEAST_LOADS = 100;

	private static final double LEAST_NANOS = 1e9;

	/** By how much longer the proposed time is. */
	private static final int LONGER = 4;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		Workload declared = facts.declared();
		MissCauses causes = facts.missCauses();
		boolean written = declared.expireAfterWrite() != null
				&& (declared.expireAfterAccess() == null || causes.expired() >= causes.expiredUnused());
		Duration time = written ? declared.expireAfterWrite() : declared.expireAfterAccess();
		if (time == null) {
			return Finding.NOTHING;
		}
		if (causes.misses() < LEAST_CAUSES || facts.recent().reads() < LEAST_READS) {
			return Finding.UNKNOWN;
		}
		double loads = facts.hourly(causes.expiredShare() * facts.recent().misses());
		double nanos = loads * facts.recent().meanLoadNanos();
		if (causes.expiredShare() < (given ? STILL_MANY : MANY) || 1 - facts.recent().hitRatio() < MISS_RATIO
				|| facts.recent().expired() == 0 || (loads < LEAST_LOADS && nanos < LEAST_NANOS)) {
			return Finding.NOTHING;
		}
		return Finding.of(new Advice(AdviceKind.EXPIRY_TOO_SHORT,
				Figures.percent(causes.expiredShare()) + " of the misses ask for a key whose entry had just expired, "
						+ "most of them " + Durations.format(time) + " after it was " + (written ? "written" : "used")
						+ ".",
				"About " + Figures.count(loads) + " loads an hour"
						+ ((nanos > 0) ? ", which take " + Figures.time(nanos) + "." : "."),
				"If values may be that old, keep them for longer; if not, refresh-after-write spares the callers the "
						+ "wait.",
				settings(declared, time, written)));
	}

	private static List<Setting> settings(Workload declared, Duration time, boolean written) {
		Duration longer = time.multipliedBy(LONGER);
		Duration end = declared.expireAfterWrite();
		if (!written && end != null && longer.compareTo(end) >= 0) {
			// One that is no shorter than the time since the write would never take
			// effect.
			longer = end.dividedBy(2);
			if (longer.compareTo(time) <= 0) {
				return List.of();
			}
		}
		return List.of(new Setting(written ? "expire-after-write" : "expire-after-access",
				Durations.format(Figures.rounded(longer))));
	}

}
