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
 * A smooth table through measured values: penalized least squares over the points that
 * threads, new keys, entries and reads span. What deviates from straight lines over
 * entries and reads is penalized a little, what deviates from the sum of the four effects
 * more, so that points which were not measured follow their neighbours, and values that
 * kinds of keys and skews scatter are averaged.
 */
final class CostFit {

	private static final int ENTRIES = GridDesign.ENTRIES.size();

	private static final int READS = GridDesign.READS.size();

	private static final int POINTS = 2 * 2 * ENTRIES * READS;

	/** Keeps the equations solvable where nothing was measured. */
	private static final double RIDGE = 1e-6;

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
		RealMatrix equations = new Array2DRowRealMatrix(POINTS, POINTS);
		RealVector right = new ArrayRealVector(POINTS);
		for (int i = 0; i < POINTS; i++) {
			equations.addToEntry(i, i, RIDGE);
		}
		for (GridCell cell : cells) {
			int point = point(cell);
			equations.addToEntry(point, point, 1);
			right.addToEntry(point, value.applyAsDouble(cell));
		}
		for (Map<Integer, Double> form : curvatures()) {
			penalize(equations, form, curvature);
		}
		for (Map<Integer, Double> form : interactions()) {
			penalize(equations, form, interaction);
		}
		return new CostFit(new CholeskyDecomposition(equations).getSolver().solve(right));
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

	private static List<Map<Integer, Double>> curvatures() {
		List<Map<Integer, Double>> forms = new ArrayList<>();
		int[] sizes = { 2, 2, ENTRIES, READS };
		for (int point = 0; point < POINTS; point++) {
			int[] at = coordinates(point);
			for (int axis = 2; axis < sizes.length; axis++) {
				if (at[axis] + 2 < sizes[axis]) {
					int once = moved(at, axis, 1, axis, 0);
					forms.add(form(point, 1, once, -2, moved(at, axis, 2, axis, 0), 1));
				}
			}
		}
		return forms;
	}

	private static List<Map<Integer, Double>> interactions() {
		List<Map<Integer, Double>> forms = new ArrayList<>();
		int[] sizes = { 2, 2, ENTRIES, READS };
		for (int point = 0; point < POINTS; point++) {
			int[] at = coordinates(point);
			for (int one = 0; one < sizes.length; one++) {
				for (int other = one + 1; other < sizes.length; other++) {
					if (at[one] + 1 < sizes[one] && at[other] + 1 < sizes[other]) {
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
