package io.bespokecache.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bespokecache.map.Strategy;

/**
 * What an operation on a map of each strategy takes under a workload, by a table that the
 * benchmarks have measured and written. Between the points of the table, logarithms of
 * times are interpolated over logarithms of the number of entries and of the share of
 * writes; beyond them, the nearest point is taken. What nobody declares, kinds of keys
 * and how unevenly they are used, the table averages. Immutable.
 */
public final class CostModel {

	/** From this lifetime on, writes overwrite keys that are there. */
	private static final Duration LASTING = Duration.ofDays(2);

	/** Up to this one, each write brings a key that was not there. */
	private static final Duration PASSING = Workload.LONG_LIFETIME;

	private static final double NANOS_A_SECOND = 1e9;

	private static final double HUNDRED = 100;

	private final CostAxis entries;

	/** Over the share of writes. */
	private final CostAxis writes;

	private final Map<Demand, Map<Strategy, List<CostSurface>>> surfaces;

	private CostModel(CostAxis entries, CostAxis writes, Map<Demand, Map<Strategy, List<CostSurface>>> surfaces) {
		this.entries = entries;
		this.writes = writes;
		this.surfaces = surfaces;
	}

	/**
	 * The model that comes with the library: the table that {@code docs/strategies.md}
	 * draws, measured on the machine that its first lines name.
	 * @return the model
	 */
	public static CostModel shipped() {
		return Shipped.MODEL;
	}

	/**
	 * Reads a table. Lines that start with {@code #} are comments. The lines
	 * {@code entries} and {@code reads} give the points, each other line a demand, a
	 * strategy, the number of threads, whether writes bring new keys, the number of
	 * entries, and nanoseconds for each share of reads, all set apart by tabs.
	 * @param text the table
	 * @return the model
	 * @throws IllegalArgumentException if the text is no such table
	 */
	public static CostModel parse(String text) {
		return new CostTable(text).model();
	}

	static CostModel of(CostAxis entries, CostAxis writes, Map<Demand, Map<Strategy, List<CostSurface>>> surfaces) {
		return new CostModel(entries, writes, surfaces);
	}

	/**
	 * Predicts what an operation takes.
	 * @param workload how the cache is used
	 * @param threads how many threads use it at once, 1 or more
	 * @return a prediction for each strategy that can do what the workload asks for and
	 * that was measured, cheapest first
	 */
	public List<PredictedCost> predict(Workload workload, int threads) {
		double atEntries = this.entries.position(Math.log((double) entries(workload)));
		double atWrites = this.writes.position(CostAxis.logOfWrites(workload.readRatio()));
		double renewing = renewing(workload.keyLifetime());
		List<PredictedCost> costs = new ArrayList<>();
		this.surfaces.getOrDefault(Demand.of(workload), Map.of()).forEach((strategy, surfaces) -> {
			if (strategy.capabilities().containsAll(workload.requirements())) {
				costs.add(new PredictedCost(strategy,
						rounded(Math.exp(log(surfaces, threads > 1, renewing, atEntries, atWrites)))));
			}
		});
		costs.sort(Comparator.comparingDouble(PredictedCost::nanos));
		return costs;
	}

	private static double rounded(double nanos) {
		return Math.round(nanos * HUNDRED) / HUNDRED;
	}

	private static double log(List<CostSurface> surfaces, boolean parallel, double renewing, double atEntries,
			double atWrites) {
		double sum = 0;
		double weights = 0;
		for (CostSurface surface : surfaces) {
			double weight = (surface.parallel() != parallel) ? 0 : surface.renewing() ? renewing : 1 - renewing;
			if (weight > 0) {
				sum += weight * surface.at(atEntries, atWrites);
				weights += weight;
			}
		}
		return sum / weights;
	}

	private static long entries(Workload workload) {
		return Objects.requireNonNullElse(workload.maximumSize(), workload.expectedEntries());
	}

	/** Share of writes that bring a key which was not there. */
	private static double renewing(Duration lifetime) {
		if (lifetime.compareTo(LASTING) >= 0) {
			return 0;
		}
		double seconds = Math.max(lifetime.toNanos() / NANOS_A_SECOND, (double) PASSING.toSeconds());
		return Math.log(LASTING.toSeconds() / seconds) / Math.log((double) LASTING.toSeconds() / PASSING.toSeconds());
	}

	/**
	 * Read when it is first asked for.
	 */
	private static final class Shipped {

		private static final String TABLE = "costs.tsv";

		static final CostModel MODEL = read();

		private static CostModel read() {
			try (InputStream table = CostModel.class.getResourceAsStream(TABLE)) {
				if (table == null) {
					throw new IllegalStateException(TABLE + " is missing beside " + CostModel.class.getName()
							+ ": whatever repackages the library has to keep its resources");
				}
				return parse(new String(table.readAllBytes(), StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
