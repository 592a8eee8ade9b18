package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Entries expire that would still be used: most misses ask for what has just expired.
 */
final class ExpiryAdvice implements AdviceRule {

	private static final double MANY = 0.5;

	private static final double STILL_MANY = 0.35;

	private static final long LEAST_CAUSES = 50;

	/** Misses for each look-up that are worth a change. */
	private static final double MISS_RATIO = 0.02;

	/** By how much longer the proposed time is. */
	private static final int LONGER = 4;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		Duration afterWrite = facts.declared().expireAfterWrite();
		Duration time = (afterWrite != null) ? afterWrite : facts.declared().expireAfterAccess();
		MissCauses causes = facts.missCauses();
		double missRatio = 1 - facts.recent().hitRatio();
		if (time == null || causes.misses() < LEAST_CAUSES || facts.recent().reads() == 0
				|| causes.expiredShare() < (given ? STILL_MANY : MANY) || missRatio < MISS_RATIO) {
			return null;
		}
		String property = (afterWrite != null) ? "expire-after-write" : "expire-after-access";
		double loads = facts.hourly(causes.expiredShare() * facts.recent().misses());
		double nanos = loads * facts.recent().meanLoadNanos();
		return new Advice(AdviceKind.EXPIRY_TOO_SHORT,
				Figures.percent(causes.expiredShare()) + " of the misses ask for a key whose entry had just expired, "
						+ Durations.format(time) + " after it was " + ((afterWrite != null) ? "written" : "used") + ".",
				"About " + Figures.count(loads) + " loads an hour"
						+ ((nanos > 0) ? ", which take " + Figures.time(nanos) + "." : "."),
				"If values may be that old, keep them for longer; if not, refresh-after-write spares the callers the "
						+ "wait.",
				List.of(new Setting(property, Durations.format(Figures.rounded(time.multipliedBy(LONGER))))));
	}

}
