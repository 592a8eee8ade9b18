package io.bespokecache.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * One run of {@link ObservationCost}, in a JVM of its own. Prints nanoseconds a hit
 * without and with observation, of all turns together: in most turns no hit is looked at.
 * Both caches run through the same compiled code.
 */
final class ObservationCostRun {

	/** Calls between two looks at the clock. */
	private static final int BATCH = 1_024;

	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int PAIRS_A_SECOND = 5;

	/** Seconds before anything is measured. */
	private static final int SETTLING = 6;

	private final CacheableBenchmark calls = new CacheableBenchmark();

	private long calling;

	private long count;

	private ObservationCostRun(Caching caching, Caching.Kind map) {
		this.calls.caching = caching;
		this.calls.map = map;
		this.calls.start();
	}

	/**
	 * Measures once.
	 * @param args kind of map, seconds
	 */
	public static void main(String[] args) {
		Caching.Kind map = Caching.Kind.valueOf(args[0]);
		ObservationCostRun unobserved = new ObservationCostRun(Caching.BESPOKE_UNOBSERVED, map);
		ObservationCostRun observed = new ObservationCostRun(Caching.BESPOKE, map);
		takeTurns(unobserved, observed, SETTLING * PAIRS_A_SECOND);
		unobserved.forget();
		observed.forget();
		takeTurns(unobserved, observed, Integer.parseInt(args[1]) * PAIRS_A_SECOND);
		unobserved.calls.stop();
		observed.calls.stop();
		System.out.println(unobserved.nanos() + " " + observed.nanos());
	}

	/** Each comes first in every other pair of turns. */
	private static void takeTurns(ObservationCostRun unobserved, ObservationCostRun observed, int pairs) {
		for (int pair = 0; pair < pairs; pair++) {
			boolean observedFirst = (pair & 1) == 0;
			(observedFirst ? observed : unobserved).takeTurn();
			(observedFirst ? unobserved : observed).takeTurn();
		}
	}

	private void takeTurn() {
		long start = System.nanoTime();
		long elapsed = 0;
		while (elapsed < TURN_NANOS) {
			for (int i = 0; i < BATCH; i++) {
				if (this.calls.hitDefaultKey() == this) {
					throw new IllegalStateException("Not what the method returns");
				}
			}
			this.count += BATCH;
			elapsed = System.nanoTime() - start;
		}
		this.calling += elapsed;
	}

	private void forget() {
		this.calling = 0;
		this.count = 0;
	}

	/** Of a hit. */
	private double nanos() {
		return (double) this.calling / this.count;
	}

}
