package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * Values are so large that the G1 collector gives them regions of their own, half of the
 * smallest of which is 512 KiB.
 */
final class LargeValueAdvice implements AdviceRule {

	private static final long LARGE = 1L << 19;

	private static final long STILL_LARGE = 1L << 18;

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		ValueSizes sizes = facts.observed().valueSizes();
		long largest = (sizes != null) ? sizes.largest() : 0;
		long told = facts.recent().largeValues();
		if (told == 0 && largest < (given ? STILL_LARGE : LARGE)) {
			return null;
		}
		boolean soft = facts.declared().values() == ReferenceStrength.STRONG
				&& facts.declared().bulk() == BulkNeed.NONE;
		return new Advice(AdviceKind.LARGE_VALUES,
				"The largest value that was looked at takes about " + Figures.bytes(Math.max(largest, LARGE))
						+ ((sizes != null) ? ", and the median one " + Figures.bytes(sizes.median()) + "." : "."),
				"Such an object lies in regions of its own: the rest of its last one is unused, it is never moved, and "
						+ "many of them make full collections likelier. All entries together may take "
						+ Figures.bytes((double) facts.size() * ((sizes != null) ? sizes.median() : LARGE)) + ".",
				"Cache what is used of it rather than the whole, bound the cache by weight"
						+ (soft ? ", or let the collector take values when memory is short." : "."),
				soft ? List.of(new Setting("values", ReferenceStrength.SOFT.id())) : List.of());
	}

}
