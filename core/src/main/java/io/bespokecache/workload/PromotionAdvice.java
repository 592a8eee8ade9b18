package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;

/**
 * A read table is laid out again and again, or to no avail: keys come and go too fast for
 * one.
 */
final class PromotionAdvice implements AdviceRule {

	private static final long LEAST_PROMOTIONS = 3;

	private static final long LEAST_HITS = 10_000;

	private static final double LEAST_SECONDS = 300;

	/** Part of the time of one thread that promotions may take. */
	private static final double TOLERABLE = 0.01;

	/**
	 * Part of the hits that may miss the read table. Each takes twice as long, and the
	 * others are faster by less than half.
	 */
	private static final double TOLERABLE_DELTA_HITS = 0.2;

	private static final double STILL = 0.5;

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		UseCounts recent = facts.recent();
		if (facts.selection().strategy() != Strategy.PROMOTING) {
			return Finding.NOTHING;
		}
		if (recent.hits() < LEAST_HITS || facts.recentSeconds() < LEAST_SECONDS) {
			return Finding.UNKNOWN;
		}
		long later = facts.use().later().promotions();
		if (recent.promotions() < LEAST_PROMOTIONS || later == 0 || later == recent.promotions()) {
			// A table is laid out for what came at the start, or once things have
			// changed.
			return Finding.NOTHING;
		}
		double share = recent.promotionNanos() / 1e9 / facts.recentSeconds();
		double deltaHits = (double) recent.deltaHits() / recent.hits();
		double margin = given ? STILL : 1;
		if (share < TOLERABLE * margin && deltaHits < TOLERABLE_DELTA_HITS * margin) {
			return Finding.NOTHING;
		}
		return Finding.of(new Advice(AdviceKind.PROMOTION_STORM,
				"The read table was laid out " + Figures.count(recent.promotions()) + " times in "
						+ Figures.time(facts.use().time()) + ", in which "
						+ Figures.percent(facts.observed().readRatio()) + " of the calls were reads. "
						+ Figures.percent(deltaHits) + " of the hits were of keys that are not in it.",
				"That took " + Figures.time((double) recent.promotionNanos()) + ", " + Figures.percent(share)
						+ " of the time, and each hit of a key that is not in it looks twice.",
				"Take a strategy that needs no table of long-lived keys.",
				List.of(new Setting("strategy", Strategy.CONCURRENT.id()))));
	}

}
