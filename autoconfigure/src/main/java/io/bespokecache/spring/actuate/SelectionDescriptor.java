package io.bespokecache.spring.actuate;

import java.util.List;

import io.bespokecache.workload.PredictedCost;
import io.bespokecache.workload.Rejection;
import io.bespokecache.workload.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Why a strategy was chosen.
 *
 * @param reason what decided
 * @param rejected every other strategy with its reason
 * @param costs what is predicted for each strategy that can do what the cache must,
 * cheapest first; absent where nothing is predicted
 */
public record SelectionDescriptor(String reason, List<RejectionDescriptor> rejected,
		@Nullable List<CostDescriptor> costs) {

	static SelectionDescriptor of(Selection selection) {
		return new SelectionDescriptor(selection.reason(),
				selection.rejected().stream().map(RejectionDescriptor::of).toList(),
				!selection.costs().isEmpty() ? selection.costs().stream().map(CostDescriptor::of).toList() : null);
	}

	/**
	 * A strategy that was not chosen.
	 *
	 * @param strategy name of the strategy
	 * @param reason why not
	 */
	public record RejectionDescriptor(String strategy, String reason) {

		static RejectionDescriptor of(Rejection rejection) {
			return new RejectionDescriptor(rejection.strategy().id(), rejection.reason());
		}

	}

	/**
	 * What an operation is predicted to take under the declared workload.
	 *
	 * @param strategy name of the strategy
	 * @param nanos mean time of an operation in nanoseconds, on the machine that measured
	 * the cost model
	 */
	public record CostDescriptor(String strategy, double nanos) {

		static CostDescriptor of(PredictedCost cost) {
			return new CostDescriptor(cost.strategy().id(), Rounded.figure(cost.nanos()));
		}

	}

}
