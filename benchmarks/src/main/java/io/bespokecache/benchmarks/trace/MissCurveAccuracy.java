package io.bespokecache.benchmarks.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.PolicyState;
import io.bespokecache.map.SizePrediction;

/**
 * How well {@code adaptive-fifo} predicts its hit ratio with a quarter, half, twice and
 * four times the entries: replays traces with each size, and prints as a Markdown table
 * what was predicted after the whole trace, and what it was.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.trace.MissCurveAccuracy --traces DIRECTORY
 *     [--percents 1,5,20] [--sessions true]
 * </pre>
 *
 * With {@code --sessions true}, made-up sessions instead of the traces of a directory.
 */
public final class MissCurveAccuracy {

	private static final double PERCENT = 100;

	private MissCurveAccuracy() {
	}

	/**
	 * Replays and prints.
	 * @param args see above
	 */
	public static void main(String[] args) throws IOException {
		Map<Double, List<Double>> errors = new TreeMap<>();
		double worstReliable = 0;
		System.out
			.println("| trace | size | hits | of that size | predicted | actual | sampled misses | standard error |");
		System.out.println("|---|---|---|---|---|---|---|---|");
		for (Replay replay : Replay.of(new CommandLine(args, "--traces", "--percents", "--sessions"))) {
			for (int size : replay.sizes()) {
				Map<Long, Long> map = Policy.ADAPTIVE_FIFO.create(size);
				double hits = Policy.replay(replay.trace(), map, 1);
				PolicyState state = ((CacheMap<Long, Long>) map).policyState();
				for (SizePrediction prediction : (state != null) ? state.curve() : List.<SizePrediction>of()) {
					double predicted = PERCENT * prediction.hitRatio(hits);
					double actual = PERCENT * Policy.ADAPTIVE_FIFO.hitRatio(replay.trace(),
							(int) Math.round(prediction.factor() * size), 1);
					System.out.printf(Locale.ROOT, "| %s | %,d | %.2f | %.2f | %.2f | %.2f | %,d | %.2f |%n",
							replay.trace().name(), size, PERCENT * hits, prediction.factor(), predicted, actual,
							prediction.sampledMisses(), PERCENT * prediction.hitRatioError(hits));
					worstReliable = prediction.isReliable(hits) ? Math.max(worstReliable, Math.abs(predicted - actual))
							: worstReliable;
					errors.computeIfAbsent(prediction.factor(), (factor) -> new ArrayList<>())
						.add(Math.abs(predicted - actual));
				}
			}
		}
		errors.forEach((factor, all) -> System.out.printf(Locale.ROOT,
				"Mean absolute error of %.2f of the size: %.2f points, worst %.2f%n", factor, mean(all),
				all.stream().mapToDouble((error) -> error).max().orElse(0)));
		System.out.printf(Locale.ROOT, "Mean absolute error: %.2f points, worst of reliable predictions %.2f%n",
				mean(errors.values().stream().flatMap(List::stream).toList()), worstReliable);
	}

	private static double mean(List<Double> errors) {
		return errors.stream().mapToDouble((error) -> error).average().orElse(0);
	}

}
