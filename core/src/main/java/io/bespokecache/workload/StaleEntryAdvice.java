package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * Nothing bounds or expires the entries, and most of them were not used for a while.
 */
final class StaleEntryAdvice implements AdviceRule {

	/** Entries that nobody would miss the memory of. */
	private static final long FEW_ENTRIES = 1_000;

	/** Entries for each one in use. */
	private static final double MANY = 4;

	private static final double STILL_MANY = 3;

	/** A shorter while says little. */
	private static final Duration LEAST_PERIOD = Duration.ofMinutes(5);

	/** About what the map and the key of an entry take. */
	private static final long ENTRY_BYTES = 80;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		ObservedWorkload observed = facts.observed();
		if (ObservedDeclaration.dropsEntries(facts.declared()) || facts.size() < FEW_ENTRIES
				|| observed.period().compareTo(LEAST_PERIOD) < 0
				|| facts.size() <= observed.workingSet() * (given ? STILL_MANY : MANY)) {
			return null;
		}
		long unused = facts.size() - observed.workingSet();
		ValueSizes sizes = observed.valueSizes();
		double bytes = (double) unused * (ENTRY_BYTES + ((sizes != null) ? sizes.median() : 0));
		String period = Figures.time(observed.period());
		// What drops entries by itself cannot have atomic operations on several keys.
		List<Setting> settings = (facts.declared().bulk() == BulkNeed.NONE)
				? List.of(new Setting("expire-after-access", Figures.time(observed.period().multipliedBy(2))))
				: List.of();
		return new Advice(AdviceKind.STALE_ENTRIES,
				"It holds " + Figures.count(facts.size()) + " entries, of which about "
						+ Figures.count(observed.workingSet()) + " were used in the last " + period + ".",
				"About " + Figures.bytes(bytes) + " of memory hold entries that nobody uses, and they become more.",
				settings.isEmpty() ? "Evict what is no longer of use, since such a cache can drop nothing by itself."
						: "Let entries go that are not used any more.",
				settings);
	}

}
