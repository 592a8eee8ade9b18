package io.bespokecache.workload;

import java.util.Locale;

/**
 * What an {@link Advice} is about.
 */
public enum AdviceKind {

	/** The cache is used otherwise than declared, so that another choice may be due. */
	DECLARATION_DIFFERS,

	/** Another strategy would serve the cache better. */
	BETTER_STRATEGY,

	/** A larger bound would save many misses. */
	BOUND_TOO_SMALL,

	/** A smaller bound would cost hardly a hit. */
	BOUND_TOO_LARGE,

	/** Entries expire that would still be used. */
	EXPIRY_TOO_SHORT,

	/** What the cache saves is less than what it costs. */
	DOES_NOT_PAY,

	/** A read table is laid out again and again. */
	PROMOTION_STORM,

	/** Entries are kept that nobody uses any more. */
	STALE_ENTRIES,

	/** Values are so large that the garbage collector treats them as a special case. */
	LARGE_VALUES,

	/** Keys lack {@code equals} and {@code hashCode}, or have poor ones. */
	IMPROPER_KEYS,

	/** A few keys take most of the calls. */
	HOT_KEYS;

	/**
	 * Name in endpoint, log and events, for example {@code bound-too-small}.
	 * @return the lower-case name with hyphens
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
