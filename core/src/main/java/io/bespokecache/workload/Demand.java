package io.bespokecache.workload;

import java.util.Locale;

/**
 * What a cache must do beside holding entries, as far as it decides what an operation
 * costs. Strategies are compared with those that do the same.
 */
enum Demand {

	/** Nothing. */
	UNBOUNDED,

	/** Keep a bound. */
	BOUNDED,

	/** Keep times to live or to idle, with a bound as a rule. */
	EXPIRING,

	/** Let the garbage collector take values or keys. */
	COLLECTABLE,

	/** Show all entries as they were at one instant. */
	SNAPSHOT,

	/** Read and write several keys at one instant. */
	ATOMIC;

	static Demand of(Workload workload) {
		return switch (workload.bulk()) {
			case SNAPSHOT -> SNAPSHOT;
			case ATOMIC -> ATOMIC;
			case NONE -> ofSingleKeys(workload);
		};
	}

	private static Demand ofSingleKeys(Workload workload) {
		if (workload.values() != ReferenceStrength.STRONG || workload.weakKeys()) {
			return COLLECTABLE;
		}
		if (workload.expireAfterWrite() != null || workload.expireAfterAccess() != null || workload.variableExpiry()) {
			return EXPIRING;
		}
		return (workload.maximumSize() != null || workload.maximumWeight() != null) ? BOUNDED : UNBOUNDED;
	}

	/** Demand of the given name in a cost table. */
	static Demand of(String id) {
		return valueOf(id.toUpperCase(Locale.ROOT));
	}

}
