package io.bespokecache.benchmarks.selection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A smooth table through measured values: penalized least absolute deviations, by
 * iteratively reweighted least squares, over the points that threads, new keys, entries
 * and reads span. A value that a busy machine has falsified has little weight then. What
 * deviates from straight lines over entries and reads is penalized a little, what
 * deviates from the sum of the four effects more, so that points which were not measured
 * follow their neighbours, and values that kinds of keys and skews scatter are averaged.
 */
final class CostFit {

	private static final int ENTRIES = GridDesign.ENTRIES.size();

	private static final int READS = GridDesign.READS.size();

	private static final int POINTS = 2 * 2 * ENTRIES * READS;

	private static final int[] SIZES = { 2, 2, ENTRIES, READS };

	/** Keeps the equations solvable. */
	private static final double RIDGE = 1e-9;

	/**
	 * Weight of the penalty for any slope at all, so that what is beyond all measured
	 * points is as the nearest of them: with one thread as with two, for example.
	 */
	private static final double SLOPE = 0.003;

	/** Up to this deviation squares count, beyond it absolute values. */
	private static final double TOLERANCE = 0.1;

	private static final int ITERATIONS = 8;

	private final RealVector values;

	private CostFit(RealVector values) {
		this.values = values;
	}

	/**
	 * Fits a table.
	 * @param cells cells on the points of the table
	 * @param value the value measured in a cell
	 * @param curvature weight of the penalty for curvature
	 * @param interaction weight of the penalty for interactions
	 */
	static CostFit of(List<GridCell> cells, ToDoubleFunction<GridCell> value, double curvature, double interaction) {
		RealMatrix penalties = penalties(curvature, interaction);
		CostFit fit = fit(penalties, cells, value, (cell) -> 1);
		for (int i = 0; i < ITERATIONS; i++) {
			CostFit last = fit;
			fit = fit(penalties, cells, value,
					(cell) -> TOLERANCE / Math.max(TOLERANCE, Math.abs(last.at(cell) - value.applyAsDouble(cell))));
		}
		return fit;
	}

	private static CostFit fit(RealMatrix penalties, List<GridCell> cells, ToDoubleFunction<GridCell> value,
			ToDoubleFunction<GridCell> weight) {
		RealMatrix equations = penalties.copy();
		RealVector right = new ArrayRealVector(POINTS);
		for (GridCell cell : cells) {
			int point = point(cell);
			equations.addToEntry(point, point, weight.applyAsDouble(cell));
			right.addToEntry(point, weight.applyAsDouble(cell) * value.applyAsDouble(cell));
		}
		return new CostFit(new CholeskyDecomposition(equations).getSolver().solve(right));
	}

	private static RealMatrix penalties(double curvature, double interaction) {
		RealMatrix equations = new Array2DRowRealMatrix(POINTS, POINTS);
		for (int i = 0; i < POINTS; i++) {
			equations.addToEntry(i, i, RIDGE);
		}
		for (Map<Integer, Double> form : slopes()) {
			penalize(equations, form, SLOPE);
		}
		for (Map<Integer, Double> form : curvatures()) {
			penalize(equations, form, curvature);
		}
		for (Map<Integer, Double> form : interactions()) {
			penalize(equations, form, interaction);
		}
		return equations;
	}

	double at(boolean parallel, boolean renewing, int entries, int reads) {
		return this.values.getEntry(point(parallel ? 1 : 0, renewing ? 1 : 0, entries, reads));
	}

	double at(GridCell cell) {
		return this.values.getEntry(point(cell));
	}

	private static int point(GridCell cell) {
		return point(cell.threads() - 1, cell.renewing() ? 1 : 0, GridDesign.ENTRIES.indexOf(cell.entries()),
				GridDesign.READS.indexOf(cell.reads()));
	}

	private static int point(int threads, int renewing, int entries, int reads) {
		return ((threads * 2 + renewing) * ENTRIES + entries) * READS + reads;
	}

	/** Adds the square of a linear form to what is made small. */
	private static void penalize(RealMatrix equations, Map<Integer, Double> form, double weight) {
		form.forEach((i, a) -> form.forEach((j, b) -> equations.addToEntry(i, j, weight * a * b)));
	}

	private static List<Map<Integer, Double>> slopes() {
		List<Map<Integer, Double>> forms = new ArrayList<>();
		for (int point = 0; point < POINTS; point++) {
			int[] at = coordinates(point);
			for (int axis = 0; axis < SIZES.length; axis++) {
				if (at[axis] + 1 < SIZES[axis]) {
					forms.add(form(point, -1, moved(at, axis, 1, axis, 0), 1));
				}
			}
		}
		return forms;
	}

	private static List<Map<Integer, Double>> curvatures() {
		List<Map<Integer, Double>> forms = new ArrayList<>();
		for (int point = 0; point < POINTS; point++) {
			int[] at = coordinates(point);
			for (int axis = 2; axis < SIZES.length; axis++) {
				if (at[axis] + 2 < SIZES[axis]) {
					int once = moved(at, axis, 1, axis, 0);
					forms.add(form(point, 1, once, -2, moved(at, axis, 2, axis, 0), 1));
				}
			}
		}
		return forms;
	}

	private static List<Map<Integer, Double>> interactions() {
		List<Map<Integer, Double>> forms = new ArrayList<>();
		for (int point = 0; point < POINTS; point++) {
			int[] at = coordinates(point);
			for (int one = 0; one < SIZES.length; one++) {
				for (int other = one + 1; other < SIZES.length; other++) {
					if (at[one] + 1 < SIZES[one] && at[other] + 1 < SIZES[other]) {
						forms.add(form(point, 1, moved(at, one, 1, other, 0), -1, moved(at, one, 0, other, 1), -1,
								moved(at, one, 1, other, 1), 1));
					}
				}
			}
		}
		return forms;
	}

	private static int[] coordinates(int point) {
		return new int[] { point / (2 * ENTRIES * READS), point / (ENTRIES * READS) % 2, point / READS % ENTRIES,
				point % READS };
	}

	private static int moved(int[] at, int axis, int by, int otherAxis, int otherBy) {
		int[] moved = at.clone();
		moved[axis] += by;
		moved[otherAxis] += otherBy;
		return point(moved[0], moved[1], moved[2], moved[3]);
	}

	private static Map<Integer, Double> form(int... pointsAndFactors) {
		Map<Integer, Double> form = new HashMap<>();
		for (int i = 0; i < pointsAndFactors.length; i += 2) {
			form.merge(pointsAndFactors[i], (double) pointsAndFactors[i + 1], Double::sum);
		}
		return form;
	}

}
