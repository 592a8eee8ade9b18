package io.bespokecache.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures in rounds, each of which measures everything once, in the order given: a
 * machine that is slower for a while falsifies nothing in particular, and what is
 * neighboured in that order is measured within seconds. What a file of results has
 * already is not measured again, so that a run that was interrupted goes on where it was.
 */
public final class RoundRobin {

	/** More than any run takes. */
	static final int FOREVER_MINUTES = 1_000_000;

	private static final double NANOS_A_MINUTE = 6e10;

	private final ResultsFile results;

	private final Duration limit;

	private final LongSupplier nanoTime;

	private final long start;

	/**
	 * Begins a run.
	 * @param results where results are, and come to
	 * @param limit after this time nothing new is begun
	 */
	public RoundRobin(ResultsFile results, Duration limit) {
		this(results, limit, System::nanoTime);
	}

	RoundRobin(ResultsFile results, Duration limit, LongSupplier nanoTime) {
		this.results = results;
		this.limit = limit;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	/**
	 * Measures.
	 * @param rounds how many results there shall be of each
	 * @param measurements what measures, by name
	 */
	public void run(int rounds, Map<String, Supplier<double[]>> measurements) {
		long begin = this.nanoTime.getAsLong();
		int missing = missing(rounds, measurements);
		int done = 0;
		for (int round = 1; round <= rounds; round++) {
			for (Map.Entry<String, Supplier<double[]>> measurement : measurements.entrySet()) {
				long elapsed = this.nanoTime.getAsLong() - this.start;
				if (this.results.of(measurement.getKey()).size() >= round) {
					continue;
				}
				if (elapsed >= this.limit.toNanos()) {
					System.err.printf(Locale.ROOT, "Time is up: %d of %d left%n", missing - done, missing);
					return;
				}
				double[] figures = measurement.getValue().get();
				this.results.append(measurement.getKey(), figures);
				done++;
				double minutes = (this.nanoTime.getAsLong() - begin) / NANOS_A_MINUTE;
				System.err.printf(Locale.ROOT, "%d/%d, round %d, %.0f min left: %s: %.1f%n", done, missing, round,
						minutes / done * (missing - done), measurement.getKey(), figures[0]);
			}
		}
	}

	/**
	 * How many measurements a number of rounds would make.
	 */
	int missing(int rounds, Map<String, Supplier<double[]>> measurements) {
		return measurements.keySet()
			.stream()
			.mapToInt((name) -> Math.max(0, rounds - this.results.of(name).size()))
			.sum();
	}

}
