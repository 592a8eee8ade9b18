package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A read table is laid out again and again, or to no avail: keys come and go too fast for
 * one.
 */
final class PromotionAdvice implements AdviceRule {

	private static final long LEAST_PROMOTIONS = 3;

	private static final long LEAST_HITS = 10_000;

	/** Part of the time of one thread that promotions may take. */
	private static final double TOLERABLE = 0.01;

	/**
	 * Part of the hits that may miss the read table. Each takes twice as long, and the
	 * others are faster by less than half.
	 */
	private static final double TOLERABLE_DELTA_HITS = 0.2;

	private static final double STILL = 0.5;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		UseCounts recent = facts.recent();
		if (facts.selection().strategy() != Strategy.PROMOTING || recent.promotions() < LEAST_PROMOTIONS
				|| recent.hits() < LEAST_HITS) {
			return null;
		}
		double share = recent.promotionNanos() / 1e9 / facts.recentSeconds();
		double deltaHits = (double) recent.deltaHits() / recent.hits();
		double margin = given ? STILL : 1;
		if (share < TOLERABLE * margin && deltaHits < TOLERABLE_DELTA_HITS * margin) {
			return null;
		}
		return new Advice(AdviceKind.PROMOTION_STORM,
				"The read table was laid out " + Figures.count(recent.promotions()) + " times in "
						+ Figures.time(facts.recentTime()) + ", in which "
						+ Figures.percent(facts.observed().readRatio()) + " of the calls were reads.",
				"That took " + Figures.time((double) recent.promotionNanos()) + ", " + Figures.percent(share)
						+ " of the time, and each of those hits looks twice.",
				"Take a strategy that needs no table of long-lived keys.",
				List.of(new Setting("strategy", Strategy.SHARDED.id())));
	}

}
