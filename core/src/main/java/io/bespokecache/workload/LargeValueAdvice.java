package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * Arrays in values are so large that the G1 collector gives them regions of their own,
 * half of the smallest of which is 512 KiB. A value that is large because it refers to
 * many small objects is none of its concern.
 */
final class LargeValueAdvice implements AdviceRule {

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		ValueSizes sizes = facts.observed().valueSizes();
		long largest = (sizes != null) ? sizes.largestArray() : 0;
		long told = facts.recent().largeValues();
		if (told == 0 && largest < facts.largeBytes()) {
			return (facts.recent().puts() == 0) ? Finding.UNKNOWN : Finding.NOTHING;
		}
		boolean soft = facts.declared().values() == ReferenceStrength.STRONG
				&& facts.declared().bulk() == BulkNeed.NONE;
		return Finding.of(new Advice(AdviceKind.LARGE_VALUES, seen(facts, sizes, largest, told),
				"Such an array lies in regions of its own: the rest of its last one is unused, it is never moved, and "
						+ "many of them make full collections likelier."
						+ ((sizes != null) ? " All entries together may take "
								+ Figures.bytes((double) facts.size() * sizes.median()) + "." : ""),
				"Cache what is used of it rather than the whole, bound the cache by weight"
						+ (soft ? ", or let the collector take values when memory is short." : "."),
				soft ? List.of(new Setting("values", ReferenceStrength.SOFT.id())) : List.of()));
	}

	private static String seen(CacheFacts facts, @Nullable ValueSizes sizes, long largest, long told) {
		String stored = Figures.count(told) + " values with such an array were stored in the last minutes";
		if (sizes == null || largest < facts.largeBytes()) {
			return stored + ".";
		}
		return "The largest array in a value that was looked at takes " + Figures.bytes(largest)
				+ ", and the median value " + Figures.bytes(sizes.median()) + ((told > 0) ? "; " + stored : "") + ".";
	}

}
