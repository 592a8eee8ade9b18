package io.bespokecache.workload;

import java.util.Arrays;

/**
 * One side of a cost table: its points, in ascending order. A position is the index of a
 * point, or lies between two. Immutable.
 */
final class CostAxis {

	/** Fewer writes than these make no difference. */
	private static final double FEWEST_WRITES = 1e-6;

	private final double[] points;

	CostAxis(double[] points) {
		if (points.length == 0) {
			throw new IllegalArgumentException("A side of a cost table has no points");
		}
		for (int i = 1; i < points.length; i++) {
			if (!(points[i] > points[i - 1])) {
				throw new IllegalArgumentException("Points of a cost table do not ascend: " + Arrays.toString(points));
			}
		}
		this.points = points.clone();
	}

	/** Points of shares of writes descend as those of reads ascend. */
	static double logOfWrites(double readRatio) {
		return -Math.log(Math.max(1 - readRatio, FEWEST_WRITES));
	}

	/** The value at a position, of one for each point. */
	static double interpolate(double[] values, double position) {
		int index = Math.min((int) position, Math.max(values.length - 2, 0));
		double part = position - index;
		return (1 - part) * values[index] + part * values[Math.min(index + 1, values.length - 1)];
	}

	/** Where a value lies; that of the nearest point beyond them. */
	double position(double value) {
		int last = this.points.length - 1;
		if (value <= this.points[0]) {
			return 0;
		}
		for (int i = 1; i <= last; i++) {
			if (value <= this.points[i]) {
				return i - 1 + (value - this.points[i - 1]) / (this.points[i] - this.points[i - 1]);
			}
		}
		return last;
	}

}
