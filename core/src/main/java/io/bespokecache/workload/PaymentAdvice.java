package io.bespokecache.workload;

import java.time.Duration;
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

	private static final double LEAST_SECONDS = 30;

	/** Where a load is as dear as that, few hits are enough. */
	private static final double WORTH_FEW_HITS = 100;

	/**
	 * Part of what it will hold that a cache holds already if it shows how it will be.
	 */
	private static final double HALF_FULL = 0.5;

	/** Hits that there may have been, 95 in 100 times, though there were none. */
	private static final double CHANCE_HITS = 3;

	/** Keys that are used once, of those that died. */
	private static final double MOST = 0.9;

	private static final double LONG_SECONDS = 540;

	/** How much better it must be for the advice to go. */
	private static final double CLEARLY = 1.5;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		UseCounts recent = facts.recent();
		if (recent.reads() < LEAST_READS || recent.puts() < LEAST_LOADS || facts.recentSeconds() < LEAST_SECONDS) {
			return Finding.UNKNOWN;
		}
		double margin = given ? CLEARLY : 1;
		double hitRatio = recent.hitRatio();
		boolean loads = recent.loads() >= LEAST_LOADS;
		double saved = hitRatio * recent.meanLoadNanos();
		double cost = hitRatio * HIT_NANOS + (1 - hitRatio) * MISS_NANOS;
		boolean pays = !loads || saved >= cost * margin;
		boolean hitsLittle = hitRatio < LEAST_HIT_RATIO * margin && !(loads && saved >= cost * WORTH_FEW_HITS)
				&& hasShownItself(facts, margin);
		if (pays && !hitsLittle) {
			return Finding.NOTHING;
		}
		String seen = Figures.percent(hitRatio) + " of " + Figures.count(recent.reads()) + " look-ups were hits"
				+ (loads ? ", and a load takes " + Figures.time(recent.meanLoadNanos()) + " on the mean." : ".");
		String costs = pays ? Figures.count(facts.size()) + " entries take memory for so few hits." : "A call saves "
				+ Figures.time(saved) + " of loading and pays about " + Figures.time(cost) + " for the cache.";
		String action = hitsLittle
				? "Stop to cache this, or find out why keys do not come again: a key may hold what changes with each "
						+ "call."
				: "Stop to cache this: the method is faster without.";
		return Finding.of(new Advice(AdviceKind.DOES_NOT_PAY, seen, costs, action, List.of()));
	}

	/**
	 * Whether a low hit ratio is not only that of a cache which fills: entries have been
	 * turned over; or, if each entry that is still to come were hit as often as those
	 * that are there, that would not be enough; or nearly all keys have died after one
	 * use.
	 */
	private static boolean hasShownItself(CacheFacts facts, double margin) {
		UseCounts recent = facts.recent();
		if (recent.evictedBySize() + recent.expired() >= recent.puts() / 2) {
			return true;
		}
		double full = (double) facts.size() / greatestSize(facts);
		double most = (recent.hits() + CHANCE_HITS) / recent.reads();
		if (full >= HALF_FULL && most / Math.min(1, full) < LEAST_HIT_RATIO * margin) {
			return true;
		}
		return facts.recentSeconds() >= LONG_SECONDS && facts.observed().oneHitShare() >= MOST;
	}

	/** Entries that it will hold if it is used on as it was. */
	private static double greatestSize(CacheFacts facts) {
		Workload declared = facts.declared();
		double bound = (declared.maximumSize() != null) ? declared.maximumSize().doubleValue()
				: Double.POSITIVE_INFINITY;
		double puts = facts.recent().puts() / facts.recentSeconds();
		return Math.min(bound,
				puts * Math.min(seconds(declared.expireAfterWrite()), seconds(declared.expireAfterAccess())));
	}

	private static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1e3 : Double.POSITIVE_INFINITY;
	}

}
