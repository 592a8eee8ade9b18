package io.bespokecache.workload;

import java.time.Duration;

import io.bespokecache.workload.ObservedWorkload.KeyLifetime;

/**
 * The workload that would be declared by who knew what was observed.
 */
final class ObservedDeclaration {

	private ObservedDeclaration() {
	}

	/**
	 * What the cache must do is as declared, how it is used as observed. A lifetime is
	 * kept as declared while none was observed, or where the observed one would be
	 * refused because entries would pile up.
	 */
	static Workload of(CacheFacts facts) {
		Workload declared = facts.declared();
		Duration lifetime = lifetime(facts);
		if (!dropsEntries(declared) && lifetime.compareTo(Workload.LONG_LIFETIME) < 0) {
			lifetime = declared.keyLifetime();
		}
		return declared.toBuilder()
			.readRatio(facts.readRatio())
			.keyLifetime(lifetime)
			.expectedEntries(Math.max(1, facts.size()))
			.build();
	}

	/** Whether the cache drops entries by itself. */
	static boolean dropsEntries(Workload declared) {
		return !declared.requirements().isEmpty() && declared.bulk() == BulkNeed.NONE;
	}

	/** The median that was observed; as declared if it may be any more. */
	static Duration lifetime(CacheFacts facts) {
		KeyLifetime observed = facts.observed().keyLifetime();
		Duration declared = facts.declared().keyLifetime();
		if (observed == null || observed.median().isZero()
				|| (observed.atLeast() && observed.median().compareTo(declared) < 0)) {
			return declared;
		}
		return observed.median();
	}

}
