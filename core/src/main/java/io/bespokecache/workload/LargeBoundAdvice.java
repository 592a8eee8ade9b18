package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;

/**
 * A smaller bound would cost hardly a hit: by simulations of smaller ones, or, where
 * nothing is simulated, because most of what is held was not used for long.
 */
final class LargeBoundAdvice implements AdviceRule {

	/** Bounds that nobody would miss the memory of. */
	private static final long SMALL = 1_000;

	/** Points of hit ratio that are as good as none. */
	private static final double LOSS = 0.005;

	private static final double STILL_NO_LOSS = 0.01;

	private static final long LEAST_READS = 10_000;

	/** Part of the bound that is in use for it not to be too large. */
	private static final double USED = 0.25;

	private static final double STILL_LITTLE_USED = 0.33;

	/** A bound that is not reached costs nothing. */
	private static final double FULL = 0.9;

	/** What is not used at this time of the day may be at another. */
	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	private static final Duration SHORTEST_WAIT = Duration.ofHours(1);

	private final LongUse use = new LongUse();

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		Long maximum = facts.declared().maximumSize();
		if (maximum == null || maximum < SMALL) {
			return Finding.NOTHING;
		}
		this.use.add(facts, spell(facts));
		if (facts.recent().reads() < LEAST_READS) {
			return Finding.UNKNOWN;
		}
		if (facts.size() < FULL * maximum) {
			return Finding.NOTHING;
		}
		return facts.curve().isEmpty() ? byUse(facts, maximum, given) : byCurve(facts, maximum, given);
	}

	/** A day, or until what is held could have been replaced twice. */
	private static Duration spell(CacheFacts facts) {
		double seconds = 2.0 * facts.size() / Math.max(1e-9, facts.observed().newKeysPerSecond());
		Duration wait = Duration.ofSeconds((long) Math.min(seconds, (double) LONGEST_WAIT.toSeconds()));
		return (wait.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : wait;
	}

	private static Finding byCurve(CacheFacts facts, long maximum, boolean given) {
		double hitRatio = facts.recent().hitRatio();
		boolean known = false;
		for (BoundPrediction prediction : facts.curve()) {
			if (prediction.factor() >= 1 || !prediction.restsOnEnough()) {
				continue;
			}
			known = true;
			double loss = hitRatio - prediction.hitRatio(hitRatio);
			if (loss + prediction.uncertainty(hitRatio) < (given ? STILL_NO_LOSS : LOSS)) {
				long smaller = Figures.rounded(prediction.factor() * maximum);
				return advice(facts, maximum, smaller,
						Figures.percent(hitRatio) + " of the look-ups were hits; with " + Figures.count(smaller)
								+ " instead of " + Figures.count(maximum) + " entries about "
								+ Figures.percent(hitRatio - Math.max(0, loss)) + " would be.");
			}
		}
		return known ? Finding.NOTHING : Finding.UNKNOWN;
	}

	private Finding byUse(CacheFacts facts, long maximum, boolean given) {
		if (!this.use.isComplete()) {
			return Finding.UNKNOWN;
		}
		long used = this.use.greatest();
		if (used > maximum * (given ? STILL_LITTLE_USED : USED)) {
			return Finding.NOTHING;
		}
		return advice(facts, maximum, Math.max(SMALL / 2, Figures.rounded(used * 1.5)),
				"It holds " + Figures.count(facts.size()) + " entries, of which about " + Figures.count(used)
						+ " at most were used in any " + Figures.time(facts.observed().period()) + ".");
	}

	private static Finding advice(CacheFacts facts, long maximum, long smaller, String seen) {
		ValueSizes sizes = facts.observed().valueSizes();
		String cost = (sizes != null)
				? "About " + Figures.bytes((double) (maximum - smaller) * sizes.median())
						+ " hold values that hardly anybody asks for."
				: "The entries above that hold memory for hardly a hit.";
		return Finding
			.of(new Advice(AdviceKind.BOUND_TOO_LARGE, seen, cost, "Give it less room, and another cache more.",
					List.of(new Setting("maximum-size", Long.toString(smaller)))));
	}

}
