package io.bespokecache.workload;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;

/**
 * Chooses the strategy for a workload: a pure function.
 * <p>
 * First go the strategies that cannot do what the cache must do. Rules order the rest;
 * their thresholds come from what is known of Go's sync.Map, whose two levels pay only
 * where reads outnumber writes by a hundred to one and keys live long, and of read-write
 * locks, which lose what they gain over a single lock near three writes in ten. A reason
 * says that a rule decided, because a rule is not a measurement.
 */
public final class StrategySelector {

	/** Share of reads from which a read table pays. */
	static final double READ_MOSTLY = 0.99;

	/** Share of reads from which they had better not wait for writers. */
	static final double READS_DOMINATE = 0.7;

	/**
	 * Entries below which segments have nothing to spread, and a write little to copy.
	 */
	static final long FEW_ENTRIES = 1_000;

	private static final String BY_RULE = " (decided by rule, not yet by measurement).";

	private static final String NOT_ATOMIC = "It exists for atomic reads and writes of several keys, which this cache "
			+ "does not declare.";

	private StrategySelector() {
	}

	/**
	 * Chooses the strategy for a workload.
	 * @param workload how the cache is used and what it must do
	 * @return the chosen strategy, with reasons
	 */
	public static Selection select(Workload workload) {
		if (workload.bulk() != BulkNeed.NONE) {
			// Nothing bounds or expires such a cache, or it would have been refused.
			return selectForBulk(workload);
		}
		if (workload.weakKeys()) {
			return selection(workload, Strategy.LRU_REFERENCE, "This cache " + DemandText.of(workload)
					+ ", and only this map compares such keys by equals" + BY_RULE);
		}
		if (!workload.requirements().isEmpty()) {
			return selection(workload, Strategy.CAFFEINE,
					"This cache " + DemandText.of(workload)
							+ ", so it needs a map that drops entries by itself, of which Caffeine's is the proven one"
							+ BY_RULE);
		}
		// A workload that asks for nothing has long-lived keys, or it would have been
		// refused.
		if (isReadMostly(workload)) {
			return selection(workload, Strategy.PROMOTING,
					"Nothing bounds or expires this cache, " + percent(readShare(workload))
							+ " of its calls are reads, and its keys live " + lifetime(workload.keyLifetime())
							+ ", so nearly every call can be answered from a table that is laid out for reading"
							+ BY_RULE);
		}
		if (workload.expectedEntries() < FEW_ENTRIES) {
			return selection(workload, Strategy.CONCURRENT, "Nothing bounds or expires this cache, and it holds about "
					+ DemandText.entries(workload.expectedEntries()) + ", fewer than " + DemandText.count(FEW_ENTRIES)
					+ ", so the JDK's ConcurrentHashMap serves it well as it is" + BY_RULE);
		}
		return selection(workload, Strategy.SHARDED,
				"Nothing bounds or expires this cache, and " + percent(writeShare(workload))
						+ " of its calls are writes over about " + DemandText.entries(workload.expectedEntries())
						+ ", so independent segments that are locked only to write suit it best" + BY_RULE);
	}

	private static Selection selectForBulk(Workload workload) {
		String need = "This cache declares '" + need(workload) + "', ";
		if (!doReadsDominate(workload)) {
			return selection(workload, Strategy.MUTEX, need + "and " + percent(writeShare(workload))
					+ " of its calls are writes, so one lock for all and the smallest table suit it best" + BY_RULE);
		}
		if (workload.bulk() == BulkNeed.ATOMIC) {
			return selection(workload, Strategy.READ_WRITE_LOCK,
					need + "and " + percent(readShare(workload))
							+ " of its calls are reads, so a table whose readers hardly ever take a lock, those of "
							+ "several keys included, suits it best" + BY_RULE);
		}
		if (isReadMostly(workload)) {
			return selection(workload, Strategy.SNAPSHOT,
					need + "and " + percent(readShare(workload))
							+ " of its calls are reads, so writes are few enough to copy a part of the map each, "
							+ "for views of all entries that cost nothing" + BY_RULE);
		}
		if (workload.expectedEntries() < FEW_ENTRIES) {
			return selection(workload, Strategy.SNAPSHOT,
					need + percent(readShare(workload)) + " of its calls are reads, and it holds about "
							+ DemandText.entries(workload.expectedEntries()) + ", fewer than "
							+ DemandText.count(FEW_ENTRIES)
							+ ", so a write has little to copy for views of all entries that cost nothing" + BY_RULE);
		}
		return selection(workload, Strategy.READ_WRITE_LOCK,
				need + "and " + percent(writeShare(workload)) + " of its calls are writes over about "
						+ DemandText.entries(workload.expectedEntries())
						+ ", too many to copy a part of the map for each, so a table whose readers hardly ever take "
						+ "a lock suits it best" + BY_RULE);
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
			throw new UnsuitableStrategyException(strategy, missing, select(workload).strategy());
		}
		Selection chosen = select(workload);
		String comparison = (chosen.strategy() == strategy) ? "it would have been chosen anyway"
				: "left alone, '" + chosen.strategy().id() + "' would have been chosen";
		List<Rejection> rejected = new ArrayList<>();
		for (Strategy candidate : Strategy.values()) {
			if (candidate != strategy) {
				rejected.add(new Rejection(candidate, "The configuration demands '" + strategy.id() + "'."));
			}
		}
		return new Selection(strategy, "The configuration demands '" + strategy.id() + "'; " + comparison + ".",
				rejected, chosen.costs(), true);
	}

	private static Selection selection(Workload workload, Strategy chosen, String reason) {
		List<Rejection> rejected = new ArrayList<>();
		for (Strategy candidate : Strategy.values()) {
			if (candidate != chosen) {
				rejected.add(new Rejection(candidate, rejection(workload, candidate)));
			}
		}
		return new Selection(chosen, reason, rejected, List.of());
	}

	private static String rejection(Workload workload, Strategy candidate) {
		Set<Capability> missing = missing(workload, candidate);
		if (!missing.isEmpty()) {
			List<String> ids = new ArrayList<>();
			for (Capability capability : missing) {
				ids.add(capability.id());
			}
			return "It has no " + String.join(" and no ", ids) + ", which this cache sets.";
		}
		return switch (candidate) {
			case CONCURRENT -> isReadMostly(workload)
					? "With " + percent(readShare(workload))
							+ " reads of keys that stay, a table that is laid out for reading should answer faster."
					: "From " + DemandText.count(FEW_ENTRIES) + " entries up (here about "
							+ DemandText.count(workload.expectedEntries())
							+ "), independent segments should do better.";
			case PROMOTING ->
				"Only " + percent(readShare(workload)) + " of the calls are reads, and laying out a table "
						+ "for reading pays from " + percent(BigDecimal.valueOf(READ_MOSTLY)) + " up.";
			case SHARDED -> isReadMostly(workload)
					? "It is made to keep writers out of each other's way, and only " + percent(writeShare(workload))
							+ " of the calls are writes."
					: "With about " + DemandText.entries(workload.expectedEntries()) + ", fewer than "
							+ DemandText.count(FEW_ENTRIES) + ", there is too little to spread over segments.";
			case SNAPSHOT -> switch (workload.bulk()) {
				case NONE -> "It exists for consistent views of all entries, which this cache does not declare.";
				case SNAPSHOT -> "It copies a part of the map with each write, and " + percent(writeShare(workload))
						+ " of the calls are writes.";
				case ATOMIC -> "It copies a part of the map with each write, for the sake of consistent views of all "
						+ "entries, which this cache does not declare.";
			};
			case READ_WRITE_LOCK ->
				(workload.bulk() == BulkNeed.NONE) ? NOT_ATOMIC : rejectionOfReadWriteLock(workload);
			case MUTEX -> (workload.bulk() == BulkNeed.NONE) ? NOT_ATOMIC
					: "Its readers wait for writers and for each other, and " + percent(readShare(workload))
							+ " of the calls are reads.";
			case ADAPTIVE_FIFO -> workload.requirements().isEmpty()
					? "It keeps track of which entries to drop, and this cache never drops one by itself."
					: "It is newer than Caffeine, and no measurement has decided for it yet.";
			case LRU_REFERENCE -> rejectionOfLruReference(workload);
			case CAFFEINE -> "It keeps track of which entries to drop, and this cache never drops one by itself.";
		};
	}

	private static String rejectionOfLruReference(Workload workload) {
		if (workload.requirements().isEmpty()) {
			return "It keeps track of which entries to drop, and this cache never drops one by itself.";
		}
		return (workload.values() == ReferenceStrength.STRONG)
				? "It exists for soft and weak references, which this cache does not ask for, and one scan over many "
						+ "keys flushes it."
				: "It is newer than Caffeine, and no measurement has decided for it yet.";
	}

	/**
	 * Where reads dominate, only a map that copies for each write comes before it.
	 */
	private static String rejectionOfReadWriteLock(Workload workload) {
		return doReadsDominate(workload)
				? "It copies all references for each view of the entries, and only " + percent(writeShare(workload))
						+ " of the calls are writes, which could copy a part instead."
				: "It takes memory to keep readers from waiting, and only " + percent(readShare(workload))
						+ " of the calls are reads.";
	}

	private static String need(Workload workload) {
		return "bulk: " + workload.bulk().id();
	}

	private static Set<Capability> missing(Workload workload, Strategy strategy) {
		Set<Capability> missing = workload.requirements();
		missing.removeAll(strategy.capabilities());
		return missing;
	}

	private static boolean isReadMostly(Workload workload) {
		return workload.readRatio() >= READ_MOSTLY;
	}

	private static boolean doReadsDominate(Workload workload) {
		return workload.readRatio() >= READS_DOMINATE;
	}

	private static BigDecimal readShare(Workload workload) {
		return BigDecimal.valueOf(workload.readRatio());
	}

	private static BigDecimal writeShare(Workload workload) {
		return BigDecimal.ONE.subtract(readShare(workload));
	}

	private static String lifetime(Duration lifetime) {
		return lifetime.equals(Workload.FOREVER) ? "for ever" : "about " + Durations.format(lifetime);
	}

	/**
	 * Every digit that was declared: a share just under a threshold must not read as if
	 * it were the threshold.
	 */
	private static String percent(BigDecimal share) {
		return share.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
	}

}
