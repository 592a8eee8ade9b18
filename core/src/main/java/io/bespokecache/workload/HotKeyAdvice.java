package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

/**
 * One key takes a large part of the calls, so much hangs on when its value is loaded. A
 * cache of a few keys cannot help that.
 */
final class HotKeyAdvice implements AdviceRule {

	private static final double HOT = 0.3;

	private static final double STILL_HOT = 0.2;

	private static final long FEW_KEYS = 20;

	private static final long LEAST_READS = 10_000;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		double share = facts.observed().hottestKeyShare();
		if (share < (given ? STILL_HOT : HOT) || facts.observed().workingSet() < FEW_KEYS
				|| facts.recent().reads() < LEAST_READS) {
			return null;
		}
		Duration timeToLive = facts.declared().expireAfterWrite();
		double callsASecond = share * facts.recent().reads() / facts.recentSeconds();
		return new Advice(AdviceKind.HOT_KEYS,
				Figures.percent(share) + " of the look-ups ask for the same key, out of about "
						+ Figures.count(facts.observed().workingSet()) + ".",
				(timeToLive != null)
						? "Each time it expires, about " + Figures.count(callsASecond)
								+ " calls a second wait for one load."
						: "An eviction of that key makes about " + Figures.count(callsASecond)
								+ " calls a second wait for one load, and each write of it is seen by all processors.",
				(timeToLive != null) ? "Refresh values before they expire."
						: "Look it up once for many uses, and write it seldom.",
				(timeToLive != null) ? List
					.of(new Setting("refresh-after-write", Durations.format(Figures.rounded(timeToLive.dividedBy(2)))))
						: List.of());
	}

}
