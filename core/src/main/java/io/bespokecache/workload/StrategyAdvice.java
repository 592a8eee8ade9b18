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

	private static final long LEAST_CALLS = 10_000;

	private static final long LEAST_CALLS_OF_WINDOW = 100;

	private static final double LEAST_SECONDS = 300;

	/** Reviews in a row, each of whose windows says the same. */
	private static final int LASTING = 3;

	private final Function<Workload, Selection> selector;

	private @Nullable Selection better;

	private int reviews;

	/** The strategy that it was compared to. */
	private @Nullable Strategy compared;

	StrategyAdvice(Function<Workload, Selection> selector) {
		this.selector = selector;
	}

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		Strategy present = facts.selection().strategy();
		if (present != this.compared) {
			this.compared = present;
			this.reviews = 0;
			this.better = null;
		}
		if (facts.observed().reads() + facts.observed().writes() < LEAST_CALLS || facts.recentSeconds() < LEAST_SECONDS
				|| facts.use().window().reads() + facts.use().window().writes() < LEAST_CALLS_OF_WINDOW) {
			this.reviews = 0;
			this.better = null;
			return Finding.UNKNOWN;
		}
		double margin = 1 - (given ? STILL_A_GAIN : GAIN);
		Workload used = ObservedDeclaration.of(facts);
		Selection chosen = this.selector.apply(used);
		PredictedCost current = cost(chosen, present);
		PredictedCost better = cost(chosen, chosen.strategy());
		if (current == null || better == null || better.nanos() > current.nanos() * margin
				|| !isBetterInWindow(facts, used, better.strategy(), margin)) {
			this.reviews = 0;
			this.better = null;
			return Finding.NOTHING;
		}
		boolean same = this.better != null && this.better.strategy() == chosen.strategy();
		this.reviews = same ? this.reviews + 1 : 1;
		this.better = chosen;
		if (this.reviews < LASTING) {
			return Finding.UNKNOWN;
		}
		return Finding.of(new Advice(AdviceKind.BETTER_STRATEGY,
				"In the last " + Figures.time(facts.observed().period()) + ", "
						+ Figures.percent(facts.observed().readRatio()) + " of the calls were reads, of about "
						+ Figures.count(facts.observed().workingSet()) + " keys. For that '" + better.strategy().id()
						+ "' is predicted to take " + Figures.time(better.nanos()) + " an operation.",
				"'" + current.strategy().id() + "' takes " + Figures.time(current.nanos()) + ", "
						+ Figures.percent(current.nanos() / better.nanos() - 1) + " more.",
				"Declare how the cache is used, take the better strategy, or let it switch by itself.",
				List.of(new Setting("strategy", better.strategy().id()))));
	}

	/** The use of the last window alone has to say the same: what is summed up lags. */
	private boolean isBetterInWindow(CacheFacts facts, Workload used, Strategy better, double margin) {
		UseCounts window = facts.use().window();
		double readRatio = (double) window.reads() / (window.reads() + window.writes());
		Selection chosen = this.selector.apply(used.toBuilder().readRatio(readRatio).build());
		PredictedCost current = cost(chosen, facts.selection().strategy());
		PredictedCost predicted = cost(chosen, better);
		return current != null && predicted != null && predicted.nanos() <= current.nanos() * margin;
	}

	/**
	 * The selection for the workload that was observed, where it is better.
	 */
	@Nullable Selection better() {
		return (this.reviews >= LASTING) ? this.better : null;
	}

	private static @Nullable PredictedCost cost(Selection selection, Strategy strategy) {
		return selection.costs().stream().filter((cost) -> cost.strategy() == strategy).findFirst().orElse(null);
	}

}
