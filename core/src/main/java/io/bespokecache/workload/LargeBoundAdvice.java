package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * A smaller bound would cost hardly a hit: by simulations of smaller ones, or, where
 * nothing is dropped, because most of what is held was not used for a while.
 */
final class LargeBoundAdvice implements AdviceRule {

	/** Bounds that nobody would miss the memory of. */
	private static final long SMALL = 1_000;

	/** Points of hit ratio that are as good as none. */
	private static final double LOSS = 0.005;

	private static final double STILL_NO_LOSS = 0.01;

	private static final long LEAST_SAMPLED_MISSES = 300;

	/** Part of the bound that is in use for it not to be too large. */
	private static final double USED = 0.25;

	private static final double STILL_LITTLE_USED = 0.33;

	/** A bound that is not reached costs nothing. */
	private static final double FULL = 0.9;

	private static final Duration LEAST_PERIOD = Duration.ofMinutes(5);

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		Long maximum = facts.declared().maximumSize();
		if (maximum == null || maximum < SMALL || facts.size() < FULL * maximum) {
			return null;
		}
		return facts.curve().isEmpty() ? byUse(facts, maximum, given) : byCurve(facts, maximum, given);
	}

	private static @Nullable Advice byCurve(CacheFacts facts, long maximum, boolean given) {
		double hitRatio = facts.recent().hitRatio();
		for (BoundPrediction prediction : facts.curve()) {
			double loss = hitRatio - prediction.hitRatio(hitRatio);
			if (prediction.factor() < 1 && prediction.sampledMisses() >= LEAST_SAMPLED_MISSES
					&& loss < (given ? STILL_NO_LOSS : LOSS)) {
				long smaller = Figures.rounded(prediction.factor() * maximum);
				return advice(facts, maximum, smaller,
						Figures.percent(hitRatio) + " of the look-ups were hits; with " + Figures.count(smaller)
								+ " instead of " + Figures.count(maximum) + " entries about "
								+ Figures.percent(hitRatio - Math.max(0, loss)) + " would be.");
			}
		}
		return null;
	}

	private static @Nullable Advice byUse(CacheFacts facts, long maximum, boolean given) {
		long used = facts.observed().workingSet();
		if (facts.observed().period().compareTo(LEAST_PERIOD) < 0
				|| used > maximum * (given ? STILL_LITTLE_USED : USED)) {
			return null;
		}
		return advice(facts, maximum, Math.max(SMALL / 2, Figures.rounded(used * 1.5)),
				"It holds " + Figures.count(facts.size()) + " entries, of which about " + Figures.count(used)
						+ " were used in the last " + Figures.time(facts.observed().period()) + ".");
	}

	private static Advice advice(CacheFacts facts, long maximum, long smaller, String seen) {
		ValueSizes sizes = facts.observed().valueSizes();
		String cost = (sizes != null)
				? "About " + Figures.bytes((double) (maximum - smaller) * sizes.median())
						+ " hold values that hardly anybody asks for."
				: "The entries above that hold memory for hardly a hit.";
		return new Advice(AdviceKind.BOUND_TOO_LARGE, seen, cost, "Give it less room, and another cache more.",
				List.of(new Setting("maximum-size", Long.toString(smaller))));
	}

}
