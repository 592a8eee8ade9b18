package io.bespokecache.workload;

import org.jspecify.annotations.Nullable;

/**
 * One kind of advice from review to review: it comes when its rule has found it for some
 * reviews in a row, goes when that has found no reason for some, and stands while nothing
 * can be said. Not thread-safe.
 */
final class StandingAdvice {

	/** Reviews in a row without a reason after which it goes. */
	private static final int GONE = 3;

	private final AdviceRule rule;

	private final int lasting;

	private int reviews;

	private @Nullable Advice given;

	/**
	 * Begins without advice.
	 * @param lasting reviews in a row after which it comes
	 */
	StandingAdvice(AdviceRule rule, int lasting) {
		this.rule = rule;
		this.lasting = lasting;
	}

	@Nullable Advice review(CacheFacts facts) {
		Finding finding = this.rule.review(facts, this.given != null);
		if (finding.known()) {
			boolean changes = (finding.advice() != null) != (this.given != null);
			this.reviews = changes ? this.reviews + 1 : 0;
			if (!changes || this.reviews >= ((this.given != null) ? GONE : this.lasting)) {
				this.given = finding.advice();
				this.reviews = 0;
			}
		}
		return this.given;
	}

}
