package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Gives advice about one cache. Not thread-safe.
 */
public final class Advisor {

	/** Most urgent first: what is wrong, then what costs, then what could be better. */
	private final Map<AdviceKind, AdviceRule> rules = new LinkedHashMap<>();

	private final StrategyAdvice strategies;

	private final Set<AdviceKind> given = EnumSet.noneOf(AdviceKind.class);

	/**
	 * Makes an advisor.
	 * @param selector chooses the strategy for a workload
	 */
	public Advisor(Function<Workload, Selection> selector) {
		this.strategies = new StrategyAdvice(selector);
		this.rules.put(AdviceKind.IMPROPER_KEYS, new KeyAdvice());
		this.rules.put(AdviceKind.DOES_NOT_PAY, new PaymentAdvice());
		this.rules.put(AdviceKind.STALE_ENTRIES, new StaleEntryAdvice());
		this.rules.put(AdviceKind.PROMOTION_STORM, new PromotionAdvice());
		this.rules.put(AdviceKind.BOUND_TOO_SMALL, new SmallBoundAdvice());
		this.rules.put(AdviceKind.EXPIRY_TOO_SHORT, new ExpiryAdvice());
		this.rules.put(AdviceKind.LARGE_VALUES, new LargeValueAdvice());
		this.rules.put(AdviceKind.BETTER_STRATEGY, this.strategies);
		this.rules.put(AdviceKind.DECLARATION_DIFFERS, new DeclarationAdvice(selector));
		this.rules.put(AdviceKind.HOT_KEYS, new HotKeyAdvice());
		this.rules.put(AdviceKind.BOUND_TOO_LARGE, new LargeBoundAdvice());
	}

	/**
	 * Looks at a cache.
	 * @param facts what is known of it
	 * @return the advice, most urgent first
	 */
	public List<Advice> review(CacheFacts facts) {
		List<Advice> advice = new ArrayList<>();
		this.rules.forEach((kind, rule) -> {
			Advice one = rule.review(facts, this.given.contains(kind));
			if (one != null) {
				advice.add(one);
				this.given.add(kind);
			}
			else {
				this.given.remove(kind);
			}
		});
		return advice;
	}

	/**
	 * The selection that advice to take another strategy is about.
	 * @return the selection for the workload that was observed, or {@code null} if no
	 * such advice is given
	 */
	public @Nullable Selection betterSelection() {
		return this.given.contains(AdviceKind.BETTER_STRATEGY) ? this.strategies.better() : null;
	}

}
