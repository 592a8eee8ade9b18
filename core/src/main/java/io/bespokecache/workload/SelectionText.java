package io.bespokecache.workload;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * Says why a strategy was chosen, and why the others were not.
 */
final class SelectionText {

	private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);

	private static final double HUNDRED = 100;

	private final Workload workload;

	private final List<PredictedCost> candidates;

	private final PredictedCost chosen;

	private final @Nullable PredictedCost plain;

	/**
	 * Creates the text of a choice.
	 * @param candidates what is predicted for each strategy that could have been chosen,
	 * cheapest first
	 * @param plain the prediction for the plain library, or {@code null} if it is no
	 * candidate
	 */
	SelectionText(Workload workload, List<PredictedCost> candidates, PredictedCost chosen,
			@Nullable PredictedCost plain) {
		this.workload = workload;
		this.candidates = candidates;
		this.chosen = chosen;
		this.plain = plain;
	}

	String reason() {
		String subject = subject();
		if (this.candidates.size() == 1) {
			return subject + ", and only this map can do that.";
		}
		return subject + ". With " + percent(readShare()) + " reads of about " + entries(this.workload)
				+ " whose keys live " + lifetime() + ", " + verdict() + ".";
	}

	private String subject() {
		if (this.workload.bulk() != BulkNeed.NONE) {
			return "This cache declares 'bulk: " + this.workload.bulk().id() + "'";
		}
		return this.workload.requirements().isEmpty() ? "Nothing bounds or expires this cache"
				: "This cache " + DemandText.of(this.workload);
	}

	private String verdict() {
		if (this.plain == null) {
			PredictedCost next = this.candidates.get(1);
			return "an operation is predicted to take " + nanos(this.chosen) + ", with " + name(next) + " "
					+ nanos(next);
		}
		if (!this.chosen.equals(this.plain)) {
			return "an operation is predicted to take " + nanos(this.chosen) + ", with " + name(this.plain) + " "
					+ nanos(this.plain);
		}
		PredictedCost cheapest = this.candidates.get(0);
		if (cheapest.equals(this.plain)) {
			return "no other map is predicted to be faster than " + nanos(this.plain) + " an operation";
		}
		return name(cheapest) + " is predicted to be only " + gain(cheapest) + " faster than " + nanos(this.plain)
				+ " an operation, too little to give up the plain library";
	}

	String rejection(Strategy strategy, Set<Capability> missing) {
		if (!missing.isEmpty()) {
			List<String> ids = missing.stream().map(Capability::id).toList();
			return "It has no " + String.join(" and no ", ids) + ", which this cache sets.";
		}
		String unneeded = Unneeded.reason(this.workload, strategy);
		if (unneeded != null) {
			return unneeded;
		}
		for (PredictedCost cost : this.candidates) {
			if (cost.strategy() == strategy) {
				return rejection(cost);
			}
		}
		return "It has not been measured for such a cache.";
	}

	private String rejection(PredictedCost cost) {
		if (cost.nanos() < this.chosen.nanos()) {
			return "It is predicted to be only " + gain(cost) + " faster than " + name(this.chosen)
					+ ", too little to give up the plain library.";
		}
		return "An operation is predicted to take " + nanos(cost) + ", " + times(cost) + " as long as with "
				+ name(this.chosen) + ".";
	}

	private String gain(PredictedCost cost) {
		return Math.round((this.chosen.nanos() / cost.nanos() - 1) * HUNDRED) + " %";
	}

	private String times(PredictedCost cost) {
		return BigDecimal.valueOf(cost.nanos() / this.chosen.nanos()).setScale(1, RoundingMode.HALF_UP) + " times";
	}

	private static String name(PredictedCost cost) {
		return "'" + cost.strategy().id() + "'";
	}

	private static String nanos(PredictedCost cost) {
		return DemandText
			.count(BigDecimal.valueOf(cost.nanos()).round(TWO_DIGITS).setScale(0, RoundingMode.HALF_UP).longValue())
				+ " ns";
	}

	private BigDecimal readShare() {
		return BigDecimal.valueOf(this.workload.readRatio());
	}

	private String lifetime() {
		return this.workload.keyLifetime().equals(Workload.FOREVER) ? "for ever"
				: "about " + Durations.format(this.workload.keyLifetime());
	}

	private static String entries(Workload workload) {
		return DemandText
			.entries((workload.maximumSize() != null) ? workload.maximumSize() : workload.expectedEntries());
	}

	/**
	 * Every digit that was declared.
	 */
	private static String percent(BigDecimal share) {
		return share.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
	}

}
