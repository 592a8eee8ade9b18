package io.bespokecache.workload;

import java.util.List;
import java.util.function.Function;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Another strategy would serve the cache better, by what is predicted for the workload
 * that was observed, and has been so for some reviews.
 */
final class StrategyAdvice implements AdviceRule {

	private static final double GAIN = 0.2;

	private static final double STILL_A_GAIN = 0.1;

	/** Reviews in a row. */
	private static final int LASTING = 3;

	private final Function<Workload, Selection> selector;

	private @Nullable Selection better;

	private int reviews;

	StrategyAdvice(Function<Workload, Selection> selector) {
		this.selector = selector;
	}

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		Selection chosen = this.selector.apply(ObservedDeclaration.of(facts));
		PredictedCost current = cost(chosen, facts.selection().strategy());
		PredictedCost better = cost(chosen, chosen.strategy());
		if (current == null || better == null
				|| better.nanos() > current.nanos() * (1 - (given ? STILL_A_GAIN : GAIN))) {
			this.reviews = 0;
			this.better = null;
			return null;
		}
		boolean same = this.better != null && this.better.strategy() == chosen.strategy();
		this.reviews = same ? this.reviews + 1 : 1;
		this.better = chosen;
		if (this.reviews < LASTING) {
			return null;
		}
		return new Advice(AdviceKind.BETTER_STRATEGY,
				"In the last " + Figures.time(facts.observed().period()) + ", "
						+ Figures.percent(facts.observed().readRatio()) + " of the calls were reads, of about "
						+ Figures.count(facts.observed().workingSet()) + " keys. For that '" + better.strategy().id()
						+ "' is predicted to take " + Figures.time(better.nanos()) + " an operation.",
				"'" + current.strategy().id() + "' takes " + Figures.time(current.nanos()) + ", "
						+ Figures.percent(current.nanos() / better.nanos() - 1) + " more.",
				"Declare how the cache is used, take the better strategy, or let it switch by itself.",
				List.of(new Setting("strategy", better.strategy().id())));
	}

	/**
	 * The selection for the workload that was observed, where it is better.
	 */
	@Nullable Selection better() {
		return this.better;
	}

	private static @Nullable PredictedCost cost(Selection selection, Strategy strategy) {
		return selection.costs().stream().filter((cost) -> cost.strategy() == strategy).findFirst().orElse(null);
	}

}
