package io.bespokecache.workload;

/**
 * Costs of one strategy over the number of entries and the share of writes, as logarithms
 * of nanoseconds. Immutable.
 */
final class CostSurface {

	private final boolean parallel;

	private final boolean renewing;

	private final double[][] logs;

	/**
	 * Creates a surface.
	 * @param parallel whether several threads use the map at once
	 * @param renewing whether writes bring keys that were not there
	 * @param logs a row for each number of entries, in it a logarithm for each share; not
	 * changed any more
	 */
	CostSurface(boolean parallel, boolean renewing, double[][] logs) {
		this.parallel = parallel;
		this.renewing = renewing;
		this.logs = logs;
	}

	boolean parallel() {
		return this.parallel;
	}

	boolean renewing() {
		return this.renewing;
	}

	/** The logarithm at a position on each axis. */
	double at(double entries, double writes) {
		int row = Math.min((int) entries, Math.max(this.logs.length - 2, 0));
		int next = Math.min(row + 1, this.logs.length - 1);
		double part = entries - row;
		return (1 - part) * CostAxis.interpolate(this.logs[row], writes)
				+ part * CostAxis.interpolate(this.logs[next], writes);
	}

}
