package io.bespokecache.benchmarks.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The optimal policy: evicts what is asked for last.
 *
 * @see <a href="https://doi.org/10.1147/sj.52.0078">Belady, A study of replacement
 * algorithms for a virtual-storage computer</a>
 */
final class Belady {

	private Belady() {
	}

	static double hitRatio(Trace trace, int size) {
		int[] next = next(trace);
		// Keys by when they come next; times are different, those of keys that never come
		// again as well.
		TreeMap<Integer, Long> held = new TreeMap<>();
		Map<Long, Integer> comes = new HashMap<>();
		int hits = 0;
		for (int i = 0; i < trace.length(); i++) {
			Integer expected = comes.remove(trace.key(i));
			if (expected != null) {
				hits++;
				held.remove(expected);
			}
			held.put(next[i], trace.key(i));
			comes.put(trace.key(i), next[i]);
			if (held.size() > size) {
				comes.remove(held.pollLastEntry().getValue());
			}
		}
		return (double) hits / trace.length();
	}

	private static int[] next(Trace trace) {
		int[] next = new int[trace.length()];
		Map<Long, Integer> seen = new HashMap<>();
		for (int i = trace.length() - 1; i >= 0; i--) {
			Integer later = seen.put(trace.key(i), i);
			next[i] = (later != null) ? later : trace.length() + i;
		}
		return next;
	}

}
