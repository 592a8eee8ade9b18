package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.workload.Advice.Setting;

/**
 * A larger bound would save many misses: by simulations of larger ones, or, where nothing
 * is simulated, because what was dropped is asked for again.
 */
final class SmallBoundAdvice implements AdviceRule {

	/** Points of hit ratio that are worth a change. */
	private static final double GAIN = 0.03;

	private static final double STILL_A_GAIN = 0.02;

	/** Points that the next larger bound has to add to be worth its memory. */
	private static final double GAIN_OF_NEXT = 0.01;

	private static final long LEAST_CAUSES = 100;

	/** Part of the misses that ask for what was dropped. */
	private static final double MANY_DROPPED = 0.3;

	private static final double STILL_MANY_DROPPED = 0.2;

	private static final long LEAST_EVICTIONS = 100;

	private static final long LEAST_READS = 1_000;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		Long maximum = facts.declared().maximumSize();
		if (maximum == null) {
			return Finding.NOTHING;
		}
		if (facts.recent().reads() < LEAST_READS) {
			return Finding.UNKNOWN;
		}
		if (facts.recent().evictedBySize() < LEAST_EVICTIONS) {
			return Finding.NOTHING;
		}
		return facts.curve().isEmpty() ? byCauses(facts, maximum, given) : byCurve(facts, maximum, given);
	}

	private static Finding byCurve(CacheFacts facts, long maximum, boolean given) {
		double hitRatio = facts.recent().hitRatio();
		double best = 1;
		double gain = 0;
		double uncertainty = 0;
		boolean known = false;
		for (BoundPrediction prediction : facts.curve()) {
			if (prediction.factor() <= 1 || !prediction.restsOnEnough()) {
				continue;
			}
			known = true;
			double gained = prediction.hitRatio(hitRatio) - hitRatio;
			if (gained >= gain + GAIN_OF_NEXT) {
				best = prediction.factor();
				gain = gained;
				uncertainty = prediction.uncertainty(hitRatio);
			}
		}
		if (gain - uncertainty < (given ? STILL_A_GAIN : GAIN)) {
			return known ? Finding.NOTHING : Finding.UNKNOWN;
		}
		long larger = Figures.rounded(best * maximum);
		double loads = facts.hourly(gain * facts.recent().reads());
		double nanos = loads * facts.recent().meanLoadNanos();
		return advice(maximum, facts,
				"With " + Figures.count(larger) + " entries about " + Figures.percent(hitRatio + gain)
						+ " would be hits: " + Figures.count(loads) + " loads an hour fewer"
						+ ((nanos > 0) ? ", " + Figures.time(nanos) + " of loading." : "."),
				larger);
	}

	private static Finding byCauses(CacheFacts facts, long maximum, boolean given) {
		MissCauses causes = facts.missCauses();
		double missRatio = 1 - facts.recent().hitRatio();
		double again = causes.droppedShare() * droppedByBound(facts);
		if (causes.misses() < LEAST_CAUSES) {
			return Finding.UNKNOWN;
		}
		if (again < (given ? STILL_MANY_DROPPED : MANY_DROPPED) || missRatio * again < (given ? STILL_A_GAIN : GAIN)
				|| facts.observed().workingSet() <= maximum) {
			return Finding.NOTHING;
		}
		double loads = facts.hourly(again * facts.recent().misses());
		double nanos = loads * facts.recent().meanLoadNanos();
		return advice(maximum, facts,
				Figures.percent(again) + " of the misses ask for what had been dropped: about " + Figures.count(loads)
						+ " loads an hour" + ((nanos > 0) ? ", " + Figures.time(nanos) + " of loading." : "."),
				Math.min(Figures.rounded(facts.observed().workingSet() * 1.1), 4 * maximum));
	}

	/** Where entries have times to live of their own, others than the bound drop them. */
	private static double droppedByBound(CacheFacts facts) {
		double evicted = (double) facts.recent().evictedBySize();
		return facts.declared().variableExpiry() ? evicted / (evicted + facts.recent().expired()) : 1;
	}

	private static Finding advice(long maximum, CacheFacts facts, String cost, long larger) {
		return Finding.of(new Advice(AdviceKind.BOUND_TOO_SMALL,
				Figures.percent(facts.recent().hitRatio()) + " of the look-ups were hits. "
						+ Figures.count(facts.observed().workingSet()) + " different keys were used in "
						+ Figures.time(facts.observed().period()) + ", and there is room for " + Figures.count(maximum)
						+ ".",
				cost, "Give it more room.", List.of(new Setting("maximum-size", Long.toString(larger)))));
	}

}
