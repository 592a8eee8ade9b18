package io.bespokecache.spring.actuate;

import java.util.Set;
import java.util.TreeSet;

import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * How a cache is used.
 *
 * @param readRatio share of calls that read, from 0 to 1
 * @param keyLifetime how long a key is of use, for example {@code 1h}
 * @param expectedEntries how many entries are expected
 * @param bulk what operations on several keys need: {@code snapshot} or {@code atomic};
 * absent if nothing
 * @param assumed which of these nobody declared
 */
public record WorkloadDescriptor(double readRatio, String keyLifetime, long expectedEntries, @Nullable String bulk,
		Set<String> assumed) {

	static WorkloadDescriptor of(Workload workload, Set<String> assumed) {
		return new WorkloadDescriptor(workload.readRatio(), Durations.format(workload.keyLifetime()),
				workload.expectedEntries(), (workload.bulk() != BulkNeed.NONE) ? workload.bulk().id() : null,
				new TreeSet<>(assumed));
	}

}
