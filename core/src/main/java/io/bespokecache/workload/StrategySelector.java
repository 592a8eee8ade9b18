package io.bespokecache.workload;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;

/**
 * Chooses the strategy for a workload: a pure function.
 * <p>
 * First go the strategies that cannot do what the cache must do. Rules order the rest;
 * their thresholds come from what is known of Go's sync.Map, whose two levels pay only
 * where reads outnumber writes by a hundred to one and keys live long. A reason says that
 * a rule decided, because a rule is not a measurement.
 */
public final class StrategySelector {

	/** Share of reads from which a read table pays. */
	static final double READ_MOSTLY = 0.99;

	/** Entries below which segments have nothing to spread. */
	static final long FEW_ENTRIES = 1_000;

	private static final String BY_RULE = " (by rule, not yet by measurement)";

	private StrategySelector() {
	}

	/**
	 * Chooses the strategy for a workload.
	 * @param workload how the cache is used and what it must do
	 * @return the chosen strategy, with reasons
	 */
	public static Selection select(Workload workload) {
		Set<Capability> requirements = workload.requirements();
		if (!requirements.isEmpty()) {
			return selection(workload, Strategy.CAFFEINE,
					"The cache asks for " + names(requirements)
							+ ", so it needs a map that drops entries by itself, and Caffeine is the one here that does"
							+ BY_RULE + ".");
		}
		// A workload that asks for nothing has long-lived keys, or it would have been
		// refused.
		if (isReadMostly(workload)) {
			return selection(workload, Strategy.PROMOTING,
					"Nothing bounds or expires this cache, " + percent(workload.readRatio())
							+ " of its calls are reads and its keys live " + lifetime(workload.keyLifetime())
							+ ", so nearly every call can be answered from a read table that is laid out once" + BY_RULE
							+ ".");
		}
		if (workload.expectedEntries() < FEW_ENTRIES) {
			return selection(workload, Strategy.CONCURRENT,
					"Nothing bounds or expires this cache, and with about " + count(workload.expectedEntries())
							+ " entries (fewer than " + count(FEW_ENTRIES)
							+ ") the JDK's ConcurrentHashMap has nothing to gain from being split" + BY_RULE + ".");
		}
		return selection(workload, Strategy.SHARDED, "Nothing bounds or expires this cache, and " + mixedUse(workload)
				+ ", so independent segments that are locked only to write suit it best" + BY_RULE + ".");
	}

	/**
	 * Takes the strategy that the user demands instead of choosing one.
	 * @param workload how the cache is used and what it must do
	 * @param strategy the strategy to take
	 * @return a selection of that strategy; its reason names what would have been chosen
	 * @throws UnsuitableStrategyException if the strategy cannot do what the cache must
	 * do
	 */
	public static Selection override(Workload workload, Strategy strategy) {
		Set<Capability> missing = missing(workload, strategy);
		if (!missing.isEmpty()) {
			throw new UnsuitableStrategyException(strategy, missing);
		}
		Selection chosen = select(workload);
		String comparison = (chosen.strategy() == strategy) ? "it would have been chosen anyway"
				: "left alone, '" + chosen.strategy().id() + "' would have been chosen";
		List<Rejection> rejected = Arrays.stream(Strategy.values())
			.filter((candidate) -> candidate != strategy)
			.map((candidate) -> new Rejection(candidate, "The configuration demands '" + strategy.id() + "'."))
			.toList();
		return new Selection(strategy, "The configuration demands '" + strategy.id() + "'; " + comparison + ".",
				rejected);
	}

	private static Selection selection(Workload workload, Strategy chosen, String reason) {
		List<Rejection> rejected = new ArrayList<>();
		for (Strategy candidate : Strategy.values()) {
			if (candidate != chosen) {
				rejected.add(new Rejection(candidate, rejection(workload, candidate)));
			}
		}
		return new Selection(chosen, reason, rejected);
	}

	private static String rejection(Workload workload, Strategy candidate) {
		Set<Capability> missing = missing(workload, candidate);
		if (!missing.isEmpty()) {
			return "It has no " + names(missing) + ", which the cache asks for.";
		}
		return switch (candidate) {
			case CONCURRENT -> isReadMostly(workload)
					? "It would keep a read as dear on the last day as on the first; keys that stay are cheaper to "
							+ "read from a table laid out for them."
					: "With " + count(workload.expectedEntries()) + " entries, from " + count(FEW_ENTRIES)
							+ " up segments spread the writes better.";
			case PROMOTING -> "Only " + percent(workload.readRatio())
					+ " of the calls are reads; a read table pays from " + percent(READ_MOSTLY) + " up.";
			case SHARDED -> isReadMostly(workload) ? "Its strength is to spread writes, and here are next to none."
					: "With about " + count(workload.expectedEntries()) + " entries, fewer than " + count(FEW_ENTRIES)
							+ ", there is nothing to spread over segments.";
			case CAFFEINE -> "It keeps an order of use for evictions that this cache never makes.";
		};
	}

	private static Set<Capability> missing(Workload workload, Strategy strategy) {
		Set<Capability> missing = EnumSet.noneOf(Capability.class);
		workload.requirements().stream().filter((capability) -> !strategy.can(capability)).forEach(missing::add);
		return missing;
	}

	private static boolean isReadMostly(Workload workload) {
		return workload.readRatio() >= READ_MOSTLY;
	}

	private static String mixedUse(Workload workload) {
		String writes = percent(1 - workload.readRatio());
		return writes + " of its calls are writes over about " + count(workload.expectedEntries()) + " entries";
	}

	private static String names(Set<Capability> capabilities) {
		return capabilities.stream().map(Capability::id).collect(Collectors.joining(" and "));
	}

	private static String lifetime(Duration lifetime) {
		return lifetime.equals(Workload.FOREVER) ? "for ever" : "about " + Durations.format(lifetime);
	}

	private static String percent(double share) {
		return new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(share * 100) + " %";
	}

	private static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
