package io.bespokecache.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Intervals of {@link System#nanoTime()} in which something stood still that has nothing
 * to do with what is measured. They may overlap; what overlaps counts once.
 * <p>
 * Not thread-safe.
 */
final class Pauses {

	/** The log has the time at which a safepoint was over. */
	private static final Pattern SAFEPOINT = Pattern
		.compile("^\\[(\\d+)ns].*At safepoint: +(\\d+) ns(?:.*Leaving safepoint: +(\\d+) ns)?.*");

	/** End by start; none overlaps another. */
	private final TreeMap<Long, Long> ends = new TreeMap<>();

	/**
	 * Adds the safepoints of a log with the decoration {@code timenanos}. Only the time
	 * at a safepoint counts: a thread that is late for one still runs, and what it does
	 * may be what is measured.
	 */
	void addSafepoints(List<String> log) {
		for (String line : log) {
			Matcher matcher = SAFEPOINT.matcher(line);
			if (matcher.matches()) {
				long end = Long.parseLong(matcher.group(1));
				long leaving = (matcher.group(3) != null) ? Long.parseLong(matcher.group(3)) : 0;
				add(end - Long.parseLong(matcher.group(2)) - leaving, end);
			}
		}
	}

	void add(long start, long end) {
		long first = start;
		long last = end;
		Map.Entry<Long, Long> before = this.ends.floorEntry(last);
		while (before != null && before.getValue() >= first) {
			first = Math.min(first, before.getKey());
			last = Math.max(last, before.getValue());
			this.ends.remove(before.getKey());
			before = this.ends.floorEntry(last);
		}
		this.ends.put(first, last);
	}

	/**
	 * How much of an interval is within pauses.
	 * @return nanoseconds
	 */
	long within(long start, long end) {
		long sum = 0;
		Map.Entry<Long, Long> pause = this.ends.lowerEntry(end);
		while (pause != null && pause.getValue() > start) {
			sum += Math.min(end, pause.getValue()) - Math.max(start, pause.getKey());
			pause = this.ends.lowerEntry(pause.getKey());
		}
		return sum;
	}

}
