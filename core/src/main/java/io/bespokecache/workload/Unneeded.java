package io.bespokecache.workload;

import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * Strategies that could hold a cache, and exist for something that it does not ask for.
 * That costs what no time of an operation shows: memory, or hits.
 */
final class Unneeded {

	private Unneeded() {
	}

	/**
	 * Why a strategy is no candidate, or {@code null} if it is one.
	 */
	static @Nullable String reason(Workload workload, Strategy strategy) {
		return switch (strategy) {
			case ADAPTIVE_FIFO, CAFFEINE -> neverDrops(workload);
			case LRU_REFERENCE -> (neverDrops(workload) != null) ? neverDrops(workload) : keepsAll(workload);
			case CONCURRENT, PROMOTING, SHARDED, SNAPSHOT, READ_WRITE_LOCK, MUTEX -> null;
		};
	}

	private static @Nullable String neverDrops(Workload workload) {
		return workload.requirements().isEmpty()
				? "It keeps track of which entries to drop, and this cache never drops one by itself." : null;
	}

	private static @Nullable String keepsAll(Workload workload) {
		return (workload.values() == ReferenceStrength.STRONG && !workload.weakKeys())
				? "It exists for soft and weak references, which this cache does not ask for, and one scan over many "
						+ "keys flushes it."
				: null;
	}

}
