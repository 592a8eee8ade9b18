package io.bespokecache.benchmarks.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.bespokecache.benchmarks.CommandLine;

/**
 * Replays the traces of a directory over our strategies and their peers, prints hit
 * ratios as a Markdown table, and writes a picture of them.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.trace.TraceSimulator --traces DIRECTORY
 *     [--percents 1,5,20] [--policies ADAPTIVE_FIFO,CAFFEINE] [--runs 15] [--threads 1] [--plot hit-ratio.png]
 *     [--sessions true]
 * </pre>
 *
 * With {@code --sessions true} it replays made-up {@linkplain Sessions sessions} instead,
 * LRU's home, with half as many entries as there are sessions at a time, as many, and
 * twice as many.
 * <p>
 * Sizes are parts of the number of different keys. Of policies that are random, and of
 * all if several threads replay, a figure is the median of the runs. Regret is by how
 * much the best of Caffeine, S3-FIFO and LRU does better, in points. Without traces it
 * says so, and ends.
 */
public final class TraceSimulator {

	private static final int RUNS = 15;

	private static final double PERCENT = 100;

	private static final List<Policy> RIVALS = List.of(Policy.CAFFEINE, Policy.S3_FIFO, Policy.LRU);

	private TraceSimulator() {
	}

	/**
	 * Replays and prints.
	 * @param args see above
	 */
	public static void main(String[] args) throws IOException {
		CommandLine options = new CommandLine(args, "--traces", "--percents", "--policies", "--runs", "--threads",
				"--plot", "--sessions");
		List<Replay> replays = Replay.of(options);
		if (replays.isEmpty()) {
			System.out.println("There are no traces in " + options.text("--traces", "traces") + ": nothing to replay");
			return;
		}
		int threads = options.number("--threads", 1);
		List<Policy> policies = Arrays.stream(options.text("--policies", all()).split(",", -1))
			.map(Policy::valueOf)
			.filter((policy) -> threads == 1 || policy.isConcurrent())
			.toList();
		HitRatios ratios = new HitRatios(policies);
		for (Replay replay : replays) {
			for (int size : replay.sizes()) {
				List<Double> row = policies.stream()
					.map((policy) -> hitRatio(policy, replay.trace(), size, threads, options.number("--runs", RUNS)))
					.toList();
				ratios.add(replay.trace().name(), size, row);
			}
		}
		ratios.print(RIVALS);
		String plot = options.text("--plot", "");
		if (!plot.isEmpty()) {
			HitRatioPlot.write(ratios, Path.of(plot));
		}
	}

	private static String all() {
		return String.join(",", Arrays.stream(Policy.values()).map(Policy::name).toList());
	}

	private static double hitRatio(Policy policy, Trace trace, int size, int threads, int runs) {
		int count = (policy.isRandom() || threads > 1) ? runs : 1;
		double[] ratios = IntStream.range(0, count)
			.mapToDouble((run) -> PERCENT * policy.hitRatio(trace, size, threads))
			.sorted()
			.toArray();
		return ratios[ratios.length / 2];
	}

	/** Hit ratios in percent, a row a trace and size. */
	static final class HitRatios {

		final List<Policy> policies;

		final List<Row> rows = new ArrayList<>();

		HitRatios(List<Policy> policies) {
			this.policies = policies;
		}

		void add(String trace, int size, List<Double> ratios) {
			this.rows.add(new Row(trace, size, ratios));
		}

		private void print(List<Policy> rivals) {
			StringBuilder header = new StringBuilder("| trace | size |");
			this.policies.forEach((policy) -> header.append(' ').append(policy).append(" |"));
			System.out.println(header);
			System.out.println("|---|---" + "|---".repeat(this.policies.size()) + "|");
			for (Row row : this.rows) {
				print(row.trace, String.format(Locale.ROOT, "%,d", row.size),
						row.ratios.stream().mapToDouble((ratio) -> ratio).toArray());
			}
			print("mean", "", IntStream.range(0, this.policies.size()).mapToDouble(this::mean).toArray());
			if (this.policies.containsAll(rivals)) {
				print("mean regret", "", regrets(rivals, false));
				print("worst regret", "", regrets(rivals, true));
			}
		}

		private static void print(String trace, String size, double[] figures) {
			StringBuilder line = new StringBuilder("| " + trace + " | " + size + " |");
			for (double figure : figures) {
				line.append(String.format(Locale.ROOT, " %.2f |", figure));
			}
			System.out.println(line);
		}

		private double mean(int policy) {
			return this.rows.stream().mapToDouble((row) -> row.ratios.get(policy)).average().orElseThrow();
		}

		private double[] regrets(List<Policy> rivals, boolean worst) {
			return IntStream.range(0, this.policies.size()).mapToDouble((policy) -> {
				double[] regrets = this.rows.stream().mapToDouble((row) -> {
					double best = rivals.stream()
						.mapToDouble((rival) -> row.ratios.get(this.policies.indexOf(rival)))
						.max()
						.orElseThrow();
					return Math.max(0, best - row.ratios.get(policy));
				}).toArray();
				return worst ? Arrays.stream(regrets).max().orElseThrow()
						: Arrays.stream(regrets).average().orElseThrow();
			}).toArray();
		}

		/** One trace at one size. */
		record Row(String trace, int size, List<Double> ratios) {
		}

	}

}
