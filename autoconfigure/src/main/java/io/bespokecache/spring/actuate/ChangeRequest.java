package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.Rejection;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What an operator asks of a cache. At least one thing is not {@code null}.
 *
 * @param strategy the strategy to take
 * @param maximumSize greatest number of entries
 * @param expireAfterWrite time to live since the last write
 */
record ChangeRequest(@Nullable Strategy strategy, @Nullable Long maximumSize, @Nullable Duration expireAfterWrite) {

	/**
	 * Reads a request.
	 * @throws RefusedOperationException if it cannot be read, or asks for nothing
	 */
	static ChangeRequest parse(@Nullable String strategy, @Nullable String maximumSize,
			@Nullable String expireAfterWrite) {
		if (strategy == null && maximumSize == null && expireAfterWrite == null) {
			throw RefusedOperationException.of("Nothing to change was given.",
					"Give at least one of strategy, maximumSize and expireAfterWrite.");
		}
		return new ChangeRequest((strategy != null) ? parseStrategy(strategy) : null,
				(maximumSize != null) ? parseSize(maximumSize) : null,
				(expireAfterWrite != null) ? parseDuration(expireAfterWrite) : null);
	}

	private static Strategy parseStrategy(String text) {
		for (Strategy strategy : Strategy.values()) {
			if (strategy.id().equals(text)) {
				return strategy;
			}
		}
		throw RefusedOperationException.of("The value '" + text + "' of strategy is no strategy.", "Give one of "
				+ Arrays.stream(Strategy.values()).map(Strategy::id).collect(Collectors.joining(", ")) + ".");
	}

	private static long parseSize(String text) {
		try {
			long size = Long.parseLong(text);
			if (size > 0) {
				return size;
			}
		}
		catch (NumberFormatException ex) {
			// As if it were zero.
		}
		throw RefusedOperationException.of("The value '" + text + "' of maximumSize is no number of entries.",
				"Give a whole number from 1 up.");
	}

	private static Duration parseDuration(String text) {
		try {
			Duration duration = DurationStyle.detectAndParse(text);
			if (!duration.isZero() && !duration.isNegative()) {
				return duration;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// As if it were zero.
		}
		throw RefusedOperationException.of("The value '" + text + "' of expireAfterWrite is not a length of time.",
				"Give a duration of more than zero, for example 10m.");
	}

	/**
	 * What the cache must do from now on.
	 */
	Workload applyTo(Workload workload) {
		return workload.toBuilder()
			.maximumSize((this.maximumSize != null) ? this.maximumSize : workload.maximumSize())
			.expireAfterWrite((this.expireAfterWrite != null) ? this.expireAfterWrite : workload.expireAfterWrite())
			.build();
	}

	/**
	 * Chooses the strategy. The present one stays if it can keep the limits, unless
	 * another is asked for, which has to be able to.
	 */
	Selection select(Workload workload, Strategy present) {
		String reason = "An operator asked for " + this + ".";
		if (this.strategy != null) {
			Selection demanded = StrategySelector.override(workload, this.strategy);
			return new Selection(this.strategy, reason,
					demanded.rejected()
						.stream()
						.map((rejection) -> new Rejection(rejection.strategy(),
								"An operator asked for the strategy " + this.strategy.id() + "."))
						.toList(),
					demanded.costs());
		}
		Selection chosen = StrategySelector.select(workload);
		if (chosen.strategy() == present) {
			return new Selection(present, reason, chosen.rejected(), chosen.costs());
		}
		if (!can(present, workload)) {
			return new Selection(chosen.strategy(), reason + " " + chosen.reason(), chosen.rejected(), chosen.costs());
		}
		return new Selection(present, reason, rejections(chosen, present), chosen.costs());
	}

	private static List<Rejection> rejections(Selection chosen, Strategy present) {
		List<Rejection> rejections = new ArrayList<>();
		for (Rejection rejection : chosen.rejected()) {
			rejections.add((rejection.strategy() != present) ? rejection
					: new Rejection(chosen.strategy(),
							"It would be chosen, but an operator asked for limits alone, and '" + present.id()
									+ "' can keep them."));
		}
		return rejections;
	}

	static boolean can(Strategy strategy, Workload workload) {
		return strategy.capabilities().containsAll(workload.requirements());
	}

	/**
	 * The request as a part of a sentence.
	 */
	@Override
	public String toString() {
		StringJoiner request = new StringJoiner(" and ");
		if (this.strategy != null) {
			request.add("the strategy " + this.strategy.id());
		}
		if (this.maximumSize != null) {
			request.add("a maximum-size of " + this.maximumSize);
		}
		if (this.expireAfterWrite != null) {
			request.add("an expire-after-write of " + Durations.format(this.expireAfterWrite));
		}
		return request.toString();
	}

}
