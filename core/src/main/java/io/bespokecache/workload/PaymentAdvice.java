package io.bespokecache.workload;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the cache saves, hits times the time of a load, is less than what it costs, a
 * look-up at each call and a flight and a put at each miss; or hardly anything is found.
 */
final class PaymentAdvice implements AdviceRule {

	/** A hit of a {@code @Cacheable} method, measured on one thread. */
	private static final double HIT_NANOS = 35;

	/**
	 * What a miss takes beside its load: a flight, a put, and an eviction. Measured at a
	 * few hundred nanoseconds.
	 */
	private static final double MISS_NANOS = 500;

	/** A cache that answers fewer calls is memory that nobody uses. */
	private static final double LEAST_HIT_RATIO = 0.05;

	private static final long LEAST_READS = 1_000;

	private static final long LEAST_LOADS = 100;

	/** A cache that fills for the first time hits little. */
	private static final double LEAST_SECONDS = 30;

	/** How much better it must be for the advice to go. */
	private static final double CLEARLY = 1.5;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		UseCounts recent = facts.recent();
		if (recent.reads() < LEAST_READS || recent.puts() < LEAST_LOADS || facts.recentSeconds() < LEAST_SECONDS) {
			return null;
		}
		double margin = given ? CLEARLY : 1;
		double hitRatio = recent.hitRatio();
		boolean loads = recent.loads() >= LEAST_LOADS;
		double saved = hitRatio * recent.meanLoadNanos();
		double cost = hitRatio * HIT_NANOS + (1 - hitRatio) * MISS_NANOS;
		boolean pays = !loads || saved >= cost * margin;
		if (pays && hitRatio >= LEAST_HIT_RATIO * margin) {
			return null;
		}
		String seen = Figures.percent(hitRatio) + " of " + Figures.count(recent.reads()) + " look-ups were hits"
				+ (loads ? ", and a load takes " + Figures.time(recent.meanLoadNanos()) + " on the mean." : ".");
		String costs = pays ? Figures.count(facts.size()) + " entries take memory for so few hits." : "A call saves "
				+ Figures.time(saved) + " of loading and pays about " + Figures.time(cost) + " for the cache.";
		String action = (hitRatio < LEAST_HIT_RATIO * margin)
				? "Stop to cache this, or find out why keys do not come again: a key may hold what changes with each "
						+ "call."
				: "Stop to cache this: the method is faster without.";
		return new Advice(AdviceKind.DOES_NOT_PAY, seen, costs, action, List.of());
	}

}
