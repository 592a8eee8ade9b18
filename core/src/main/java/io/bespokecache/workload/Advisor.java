package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
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

	/**
	 * What is not said beside another advice, because it follows from the same, and would
	 * ask for the contrary.
	 */
	private static final Map<AdviceKind, Set<AdviceKind>> SUPERSEDED = Map.of(AdviceKind.BOUND_TOO_SMALL,
			EnumSet.of(AdviceKind.DOES_NOT_PAY, AdviceKind.BOUND_TOO_LARGE), AdviceKind.EXPIRY_TOO_SHORT,
			EnumSet.of(AdviceKind.DOES_NOT_PAY), AdviceKind.IMPROPER_KEYS,
			EnumSet.of(AdviceKind.DOES_NOT_PAY, AdviceKind.BOUND_TOO_SMALL), AdviceKind.BETTER_STRATEGY,
			EnumSet.of(AdviceKind.PROMOTION_STORM));

	private final Function<Workload, Selection> selector;

	/** Most urgent first: what is wrong, then what costs, then what could be better. */
	private final Map<AdviceKind, StandingAdvice> standing = new LinkedHashMap<>();

	private StrategyAdvice strategies;

	private Set<AdviceKind> given = Set.of();

	/**
	 * Makes an advisor.
	 * @param selector chooses the strategy for a workload
	 */
	public Advisor(Function<Workload, Selection> selector) {
		this.selector = selector;
		this.strategies = begin();
	}

	private StrategyAdvice begin() {
		StrategyAdvice strategies = new StrategyAdvice(this.selector);
		this.standing.clear();
		add(AdviceKind.IMPROPER_KEYS, new KeyAdvice(), 1);
		add(AdviceKind.DOES_NOT_PAY, new PaymentAdvice(), 2);
		add(AdviceKind.STALE_ENTRIES, new StaleEntryAdvice(), 2);
		add(AdviceKind.PROMOTION_STORM, new PromotionAdvice(), 2);
		add(AdviceKind.BOUND_TOO_SMALL, new SmallBoundAdvice(), 2);
		add(AdviceKind.EXPIRY_TOO_SHORT, new ExpiryAdvice(), 2);
		add(AdviceKind.LARGE_VALUES, new LargeValueAdvice(), 1);
		add(AdviceKind.BETTER_STRATEGY, strategies, 1);
		add(AdviceKind.DECLARATION_DIFFERS, new DeclarationAdvice(this.selector), 2);
		add(AdviceKind.HOT_KEYS, new HotKeyAdvice(), 2);
		add(AdviceKind.BOUND_TOO_LARGE, new LargeBoundAdvice(), 2);
		return strategies;
	}

	private void add(AdviceKind kind, AdviceRule rule, int lasting) {
		this.standing.put(kind, new StandingAdvice(rule, lasting));
	}

	/**
	 * Forgets what was said: the cache has other limits.
	 */
	public void restart() {
		this.strategies = begin();
		this.given = Set.of();
	}

	/**
	 * Looks at a cache.
	 * @param facts what is known of it
	 * @return the advice, most urgent first; no two set the same property
	 */
	public List<Advice> review(CacheFacts facts) {
		Map<AdviceKind, Advice> found = new LinkedHashMap<>();
		this.standing.forEach((kind, standing) -> {
			Advice one = standing.review(facts);
			if (one != null) {
				found.put(kind, one);
			}
		});
		SUPERSEDED.forEach((kind, others) -> {
			if (found.containsKey(kind)) {
				found.keySet().removeAll(others);
			}
		});
		this.given = Set.copyOf(found.keySet());
		List<Advice> advice = new ArrayList<>();
		Set<String> taken = new HashSet<>();
		for (Advice one : found.values()) {
			Advice possible = Remedy.possible(one, facts, taken);
			possible.settings().forEach((setting) -> taken.add(setting.property()));
			advice.add(possible);
		}
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
