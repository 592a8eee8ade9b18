package io.bespokecache.benchmarks.selection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.benchmarks.Cell;
import io.bespokecache.benchmarks.Fork;
import io.bespokecache.benchmarks.Keys;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;

/**
 * One use of a cache: a cell of the grid.
 *
 * @param demand what the cache must do
 * @param reads share of calls that read
 * @param renewing whether a write brings a new key in place of an old one; otherwise it
 * overwrites one that is there
 * @param entries how many there are
 * @param threads how many use the cache at once
 * @param keys what its keys are
 * @param skew exponent of the Zipf distribution of reads
 */
record GridCell(Demand demand, double reads, boolean renewing, int entries, int threads, Keys keys, double skew) {

	/** Keys that come and go are of use for so long. */
	private static final Duration SHORT_LIFETIME = Workload.LONG_LIFETIME;

	/**
	 * How the user of such a cache declares it. Nobody declares threads, keys, or skew.
	 */
	Workload workload() {
		return this.demand.declare(Workload.builder(), this.entries)
			.readRatio(this.reads)
			.keyLifetime(this.renewing ? SHORT_LIFETIME : Workload.FOREVER)
			.expectedEntries(this.entries)
			.build();
	}

	Cell cell() {
		return new Cell(SelectionBenchmark.METHOD, this.threads,
				new TreeMap<>(Map.of("demand", this.demand.name(), "reads", String.valueOf(this.reads), "renewing",
						String.valueOf(this.renewing), "entries", String.valueOf(this.entries), "keys",
						this.keys.name(), "skew", String.valueOf(this.skew))));
	}

	/**
	 * What measures the cell: a JVM for each strategy.
	 */
	List<Fork> forks() {
		return this.demand.strategies().stream().map(this::fork).toList();
	}

	Fork fork(Strategy strategy) {
		return new Fork(SelectionBenchmark.class.getName() + "." + SelectionBenchmark.METHOD, cell(), "implementation",
				strategy.name());
	}

}
