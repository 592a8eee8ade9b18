package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;

/**
 * One key takes a large part of the calls, so much hangs on when its value is loaded. A
 * cache of a few keys cannot help that.
 */
final class HotKeyAdvice implements AdviceRule {

	private static final double HOT = 0.3;

	private static final double STILL_HOT = 0.2;

	private static final long FEW_KEYS = 20;

	private static final long LEAST_READS = 10_000;

	/** What a load is taken to need where none was seen: as long as a small query. */
	private static final double ASSUMED_LOAD_NANOS = 5e6;

	/** Callers that may wait for one load. */
	private static final double TOLERABLE = 1;

	private static final double STILL = 0.5;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		double share = facts.observed().hottestKeyShare();
		Workload declared = facts.declared();
		if (facts.declaration().refreshAfterWrite() != null || declared.values() == ReferenceStrength.WEAK) {
			return Finding.NOTHING;
		}
		if (facts.recent().reads() < LEAST_READS) {
			return Finding.UNKNOWN;
		}
		double callsASecond = share * facts.recent().reads() / facts.recentSeconds();
		boolean timed = facts.recent().loads() > 0;
		double loadNanos = timed ? facts.recent().meanLoadNanos() : ASSUMED_LOAD_NANOS;
		if (share < (given ? STILL_HOT : HOT) || facts.observed().workingSet() < FEW_KEYS
				|| callsASecond * loadNanos / 1e9 < (given ? STILL : TOLERABLE)) {
			return Finding.NOTHING;
		}
		Duration timeToLive = declared.expireAfterWrite();
		String load = timed ? "one load, " + Figures.time(loadNanos)
				: "one load, which was not seen here, and is taken to need " + Figures.time(loadNanos);
		return Finding.of(new Advice(AdviceKind.HOT_KEYS,
				Figures.percent(share) + " of the look-ups ask for the same key, out of about "
						+ Figures.count(facts.observed().workingSet()) + ".",
				(timeToLive != null)
						? "Each time it expires, about " + Figures.count(callsASecond) + " calls a second wait for "
								+ load + "."
						: "A removal of that key makes about " + Figures.count(callsASecond)
								+ " calls a second wait for " + load + ".",
				(timeToLive != null) ? "Refresh values before they expire."
						: "Look it up once for many uses, and write it seldom.",
				(timeToLive != null) ? List
					.of(new Setting("refresh-after-write", Durations.format(Figures.rounded(timeToLive.dividedBy(2)))))
						: List.of()));
	}

}
