package io.bespokecache.shared;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.cache.SecondLevelStatistics.FlushCause;

/**
 * What happens between one cache and its engine, as sums. Thread-safe.
 */
final class SharedCounts {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder loads = new LongAdder();

	final LongAdder waits = new LongAdder();

	final LongAdder overdue = new LongAdder();

	final LongAdder stores = new LongAdder();

	final LongAdder refusedStores = new LongAdder();

	final LongAdder evictions = new LongAdder();

	final LongAdder retries = new LongAdder();

	final LongAdder lostMessages = new LongAdder();

	final LongAdder undecodable = new LongAdder();

	final LongAdder unshareable = new LongAdder();

	final LongAdder failures = new LongAdder();

	final LongAdder skipped = new LongAdder();

	final LongAdder operations = new LongAdder();

	final LongAdder operationNanos = new LongAdder();

	private final Map<FlushCause, LongAdder> flushes = new EnumMap<>(FlushCause.class);

	SharedCounts() {
		for (FlushCause cause : FlushCause.values()) {
			this.flushes.put(cause, new LongAdder());
		}
	}

	void flushed(FlushCause cause) {
		LongAdder sum = this.flushes.get(cause);
		if (sum != null) {
			sum.increment();
		}
	}

	Map<FlushCause, Long> flushes() {
		Map<FlushCause, Long> flushes = new EnumMap<>(FlushCause.class);
		this.flushes.forEach((cause, sum) -> flushes.put(cause, sum.sum()));
		return flushes;
	}

}
