package io.bespokecache.benchmarks.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.bespokecache.benchmarks.CommandLine;

/**
 * A trace, and the sizes of the caches over which it is replayed.
 *
 * @param trace the trace
 * @param sizes numbers of entries, ascending
 */
record Replay(Trace trace, List<Integer> sizes) {

	private static final double PERCENT = 100;

	/**
	 * Those that a command line asks for: {@code --sessions true} for made-up sessions,
	 * or else the traces of the directory {@code --traces} at sizes that are
	 * {@code --percents} of their different keys.
	 */
	static List<Replay> of(CommandLine options) throws IOException {
		if (Boolean.parseBoolean(options.text("--sessions", "false"))) {
			return Arrays.stream(Sessions.values()).map(Sessions::replay).toList();
		}
		List<Replay> replays = new ArrayList<>();
		for (Trace trace : Trace.readAll(Path.of(options.text("--traces", "traces")))) {
			int keys = trace.distinctKeys();
			List<Integer> sizes = Arrays.stream(options.text("--percents", "1,5,20").split(",", -1))
				.map((percent) -> (int) Math.round(keys * Integer.parseInt(percent) / PERCENT))
				.toList();
			replays.add(new Replay(trace, sizes));
		}
		return replays;
	}

}
