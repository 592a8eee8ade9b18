package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Says what a cache must do beside holding entries, as the predicate of a sentence.
 */
final class DemandText {

	private DemandText() {
	}

	static String of(Workload workload) {
		List<String> demands = new ArrayList<>();
		if (workload.maximumSize() != null) {
			demands.add("holds at most " + entries(workload.maximumSize()));
		}
		if (workload.maximumWeight() != null) {
			demands.add("holds entries of a weight of at most " + count(workload.maximumWeight()));
		}
		if (workload.expireAfterWrite() != null) {
			demands.add("drops an entry " + Durations.format(workload.expireAfterWrite()) + " after it was written");
		}
		if (workload.expireAfterAccess() != null) {
			demands.add("drops an entry " + Durations.format(workload.expireAfterAccess()) + " after it was last used");
		}
		if (workload.variableExpiry()) {
			demands.add("gives single entries times to live of their own");
		}
		if (workload.values() != ReferenceStrength.STRONG) {
			demands.add("lets the garbage collector take its values (values: " + workload.values().id() + ")");
		}
		if (workload.weakKeys()) {
			demands.add("keeps an entry only while somebody else refers to its key");
		}
		return String.join(", and ", demands);
	}

	static String entries(long number) {
		return count(number) + ((number == 1) ? " entry" : " entries");
	}

	/**
	 * As {@code String.format("%,d")}, which would load its locale data at each start.
	 */
	static String count(long number) {
		StringBuilder text = new StringBuilder(Long.toString(number));
		for (int comma = text.length() - 3; comma > 0; comma -= 3) {
			text.insert(comma, ',');
		}
		return text.toString();
	}

}
