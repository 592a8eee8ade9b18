package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.KeyLifetime;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;

/**
 * Nothing bounds or expires the entries, most of them were not used for hours, and they
 * become more.
 */
final class StaleEntryAdvice implements AdviceRule {

	/** Entries that nobody would miss the memory of. */
	private static final long FEW_ENTRIES = 1_000;

	/** Entries for each one in use. */
	private static final double MANY = 4;

	private static final double STILL_MANY = 3;

	private static final long LEAST_READS = 1_000;

	/** A shorter while says little. */
	private static final Duration SPELL = Duration.ofHours(2);

	private static final Duration SHORTEST_EXPIRY = Duration.ofHours(1);

	/** About what the map and the key of an entry take. */
	private static final long ENTRY_BYTES = 80;

	private final LongUse use = new LongUse();

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		ObservedWorkload observed = facts.observed();
		if (ObservedDeclaration.dropsEntries(facts.declared()) || facts.size() < FEW_ENTRIES) {
			return Finding.NOTHING;
		}
		this.use.add(facts, SPELL);
		if (!this.use.isComplete() || facts.recent().reads() < LEAST_READS) {
			return Finding.UNKNOWN;
		}
		long used = this.use.greatest();
		if (facts.size() <= used * (given ? STILL_MANY : MANY)
				|| (!given && !RecentUse.isGrowth(this.use.sizeBefore(), facts.size()))) {
			return Finding.NOTHING;
		}
		long unused = facts.size() - used;
		ValueSizes sizes = observed.valueSizes();
		double bytes = (double) unused * (ENTRY_BYTES + ((sizes != null) ? sizes.median() : 0));
		String period = Figures.time(observed.period());
		// What drops entries by itself cannot have atomic operations on several keys.
		List<Setting> settings = (facts.declared().bulk() == BulkNeed.NONE)
				? List.of(new Setting("expire-after-access", Figures.time(expiry(observed)))) : List.of();
		return Finding.of(new Advice(AdviceKind.STALE_ENTRIES,
				"It holds " + Figures.count(facts.size()) + " entries, of which about " + Figures.count(used)
						+ " at most were used in any " + period + ".",
				"About " + Figures.bytes(bytes) + " of memory hold entries that nobody uses, and they become more.",
				settings.isEmpty() ? "Evict what is no longer of use, since such a cache can drop nothing by itself."
						: "Let entries go that are not used any more.",
				settings));
	}

	/** So long that hardly a key of use is dropped. */
	private static Duration expiry(ObservedWorkload observed) {
		Duration expiry = observed.period().multipliedBy(2);
		KeyLifetime lifetime = observed.keyLifetime();
		if (lifetime != null && lifetime.upperQuartile().compareTo(expiry) > 0) {
			expiry = lifetime.upperQuartile();
		}
		return (expiry.compareTo(SHORTEST_EXPIRY) < 0) ? SHORTEST_EXPIRY : expiry;
	}

}
