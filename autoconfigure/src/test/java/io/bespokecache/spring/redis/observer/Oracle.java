package io.bespokecache.spring.redis.observer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Holds reads against what had been written before them. A read is stale by the time
 * since the first eviction which it should have seen. There are three measures, by when
 * that eviction is taken to have happened:
 * <ul>
 * <li>own: when the call that evicts returned, in the process that reads. Always 0.</li>
 * <li>acknowledged: when Redis is known to have it, in any process. That is what a bound
 * is promised for.</li>
 * <li>returned: when the call that evicts returned, in any process. Not bounded while
 * Redis cannot be reached by who evicts.</li>
 * </ul>
 */
final class Oracle {

	private final Map<Integer, List<Write>> writes;

	Oracle(List<Write> writes) {
		this.writes = writes.stream().collect(Collectors.groupingBy(Write::key));
	}

	Staleness judge(StaleRead read) {
		long own = 0;
		long acknowledged = 0;
		long returned = 0;
		for (Write write : this.writes.getOrDefault(read.key(), List.of())) {
			if (write.version() > read.version()) {
				long since = read.start() - write.returned();
				returned = Math.max(returned, since);
				if (write.node() == read.node()) {
					own = Math.max(own, since);
				}
				if (write.acknowledged() != Write.NEVER) {
					acknowledged = Math.max(acknowledged, read.start() - write.acknowledged());
				}
			}
		}
		return new Staleness(read, own, acknowledged, returned);
	}

	/** What happened to the key of a read, in milliseconds before and after it. */
	String history(StaleRead read) {
		Map<Long, List<String>> events = new TreeMap<>();
		add(events, read.start(), "node " + read.node() + " begins to read");
		add(events, read.end(), "node " + read.node() + " has read version " + read.version());
		this.writes.getOrDefault(read.key(), List.of())
			.stream()
			.sorted(Comparator.comparingLong(Write::returned))
			.filter((write) -> write.version() >= read.version() - 2 && write.version() <= read.version() + 5)
			.forEach((write) -> {
				String what = "version " + write.version() + " of node " + write.node();
				add(events, write.returned(), what + ": " + (write.all() ? "clear" : "eviction") + " returned");
				if (write.acknowledged() != Write.NEVER) {
					add(events, write.acknowledged(), what + ": acknowledged");
				}
			});
		List<String> lines = new ArrayList<>();
		lines.add("Key " + read.key() + ":");
		events.forEach((time, texts) -> texts.forEach(
				(text) -> lines.add(String.format(Locale.ROOT, "%+12.3f ms  %s", (time - read.start()) / 1e6, text))));
		return String.join("\n", lines);
	}

	private static void add(Map<Long, List<String>> events, long time, String text) {
		events.computeIfAbsent(time, (key) -> new ArrayList<>()).add(text);
	}

	/**
	 * How stale a read was, in nanoseconds; 0 if it was not.
	 *
	 * @param read the read
	 * @param own by evictions of the process that reads
	 * @param acknowledged by evictions that Redis has
	 * @param returned by all evictions
	 */
	record Staleness(StaleRead read, long own, long acknowledged, long returned) {

		static @Nullable Staleness greatest(List<Staleness> all, Comparator<Staleness> order) {
			return all.stream().max(order).orElse(null);
		}

	}

}
