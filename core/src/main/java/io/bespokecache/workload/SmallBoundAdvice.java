package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

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

	private static final long LEAST_SAMPLED_MISSES = 300;

	private static final long LEAST_CAUSES = 100;

	/** Part of the misses that ask for what was dropped. */
	private static final double MANY_DROPPED = 0.3;

	private static final double STILL_MANY_DROPPED = 0.2;

	private static final long LEAST_EVICTIONS = 100;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		Long maximum = facts.declared().maximumSize();
		if (maximum == null || facts.recent().evictedBySize() < LEAST_EVICTIONS) {
			return null;
		}
		return facts.curve().isEmpty() ? byCauses(facts, maximum, given) : byCurve(facts, maximum, given);
	}

	private static @Nullable Advice byCurve(CacheFacts facts, long maximum, boolean given) {
		double hitRatio = facts.recent().hitRatio();
		double best = 1;
		double gain = 0;
		for (BoundPrediction prediction : facts.curve()) {
			double gained = prediction.hitRatio(hitRatio) - hitRatio;
			if (prediction.factor() > 1 && prediction.sampledMisses() >= LEAST_SAMPLED_MISSES
					&& gained >= gain + GAIN_OF_NEXT) {
				best = prediction.factor();
				gain = gained;
			}
		}
		if (gain < (given ? STILL_A_GAIN : GAIN)) {
			return null;
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

	private static @Nullable Advice byCauses(CacheFacts facts, long maximum, boolean given) {
		MissCauses causes = facts.missCauses();
		double missRatio = 1 - facts.recent().hitRatio();
		double again = causes.droppedShare();
		if (causes.misses() < LEAST_CAUSES || again < (given ? STILL_MANY_DROPPED : MANY_DROPPED)
				|| missRatio * again < (given ? STILL_A_GAIN : GAIN) || facts.observed().workingSet() <= maximum) {
			return null;
		}
		double loads = facts.hourly(again * facts.recent().misses());
		double nanos = loads * facts.recent().meanLoadNanos();
		return advice(maximum, facts,
				Figures.percent(again) + " of the misses ask for what had been dropped: about " + Figures.count(loads)
						+ " loads an hour" + ((nanos > 0) ? ", " + Figures.time(nanos) + " of loading." : "."),
				Math.min(Figures.rounded(facts.observed().workingSet() * 1.1), 4 * maximum));
	}

	private static Advice advice(long maximum, CacheFacts facts, String cost, long larger) {
		return new Advice(AdviceKind.BOUND_TOO_SMALL,
				Figures.percent(facts.recent().hitRatio()) + " of the look-ups were hits. "
						+ Figures.count(facts.observed().workingSet()) + " different keys were used in "
						+ Figures.time(facts.observed().period()) + ", and there is room for " + Figures.count(maximum)
						+ ".",
				cost, "Give it more room.", List.of(new Setting("maximum-size", Long.toString(larger))));
	}

}
