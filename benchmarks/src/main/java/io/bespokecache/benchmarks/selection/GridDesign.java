package io.bespokecache.benchmarks.selection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.bespokecache.benchmarks.Keys;

/**
 * Which cells are measured. Those that the model is fitted on are the points of the table
 * that it ships; kinds of keys and skews come in turn, so that without a bound or with
 * one each kind is measured with every number of entries and share of reads. Those that
 * it is judged by lie between these points, at random, and no cell is in both.
 */
enum GridDesign {

	/** What the model is fitted on. */
	FIT {
		@Override
		List<GridCell> cells() {
			List<GridCell> cells = new ArrayList<>();
			lattice(cells, Demand.UNBOUNDED, 2, 1);
			lattice(cells, Demand.UNBOUNDED, 1, 2);
			lattice(cells, Demand.BOUNDED, 2, 1);
			lattice(cells, Demand.BOUNDED, 1, 3);
			lattice(cells, Demand.EXPIRING, 2, 2);
			lattice(cells, Demand.EXPIRING, 1, 3);
			for (Demand demand : List.of(Demand.COLLECTABLE, Demand.SNAPSHOT, Demand.ATOMIC)) {
				lattice(cells, demand, 2, 4);
			}
			// The cells left out were predicted worst there, and few entries change the
			// order of the strategies.
			List<GridCell> more = new ArrayList<>();
			lattice(more, Demand.SNAPSHOT, 2, 2);
			more.stream().filter((cell) -> cell.entries() <= FEW_ENTRIES && !cells.contains(cell)).forEach(cells::add);
			return cells;
		}
	},

	/** What it is judged by. */
	HELD_OUT {
		@Override
		List<GridCell> cells() {
			SplittableRandom random = new SplittableRandom(SEED);
			Set<GridCell> cells = new LinkedHashSet<>();
			draw(cells, Demand.UNBOUNDED, 22, random);
			draw(cells, Demand.BOUNDED, 40, random);
			draw(cells, Demand.EXPIRING, 52, random);
			draw(cells, Demand.COLLECTABLE, 54, random);
			draw(cells, Demand.SNAPSHOT, 57, random);
			draw(cells, Demand.ATOMIC, 60, random);
			return List.copyOf(cells);
		}
	};

	/** Points of the table, in ascending order. */
	static final List<Integer> ENTRIES = List.of(100, 3_000, 100_000, 1_000_000);

	/** Points of the table, in ascending order. */
	static final List<Double> READS = List.of(0.1, 0.9, 0.99, 0.9999);

	private static final int FEW_ENTRIES = 3_000;

	private static final List<Demand> DEMANDS = List.of(Demand.values());

	private static final List<Keys> KEYS = List.of(Keys.values());

	private static final List<Double> SKEWS = List.of(0.99, 0.0, 1.2, 0.7);

	private static final List<Integer> OTHER_ENTRIES = List.of(250, 1_000, 10_000, 30_000, 300_000, 600_000);

	private static final List<Double> OTHER_READS = List.of(0.2, 0.5, 0.7, 0.8, 0.95, 0.97, 0.995, 0.999, 0.9995);

	private static final List<Double> OTHER_SKEWS = List.of(0.4, 0.8, 0.9, 1.1);

	private static final long SEED = 20_261_126;

	abstract List<GridCell> cells();

	/**
	 * Adds one in some points of the table, spread evenly.
	 */
	private static void lattice(List<GridCell> cells, Demand demand, int threads, int every) {
		for (int entries = 0; entries < ENTRIES.size(); entries++) {
			for (int reads = 0; reads < READS.size(); reads++) {
				for (boolean renewing : new boolean[] { false, true }) {
					if ((entries + entries / 2 + reads + (renewing ? 2 : 0)) % every == 0) {
						int keys = entries + 2 * reads + (renewing ? 3 : 0) + threads + DEMANDS.indexOf(demand);
						int skew = 2 * entries + reads + (renewing ? 1 : 0) + threads;
						cells.add(new GridCell(demand, READS.get(reads), renewing, ENTRIES.get(entries), threads,
								KEYS.get(keys % KEYS.size()), SKEWS.get(skew % SKEWS.size())));
					}
				}
			}
		}
	}

	private static void draw(Set<GridCell> cells, Demand demand, int until, SplittableRandom random) {
		while (cells.size() < until) {
			cells.add(new GridCell(demand, draw(OTHER_READS, random), random.nextBoolean(), draw(OTHER_ENTRIES, random),
					1 + random.nextInt(2), draw(KEYS, random), draw(OTHER_SKEWS, random)));
		}
	}

	private static <T> T draw(List<T> values, SplittableRandom random) {
		return values.get(random.nextInt(values.size()));
	}

}
