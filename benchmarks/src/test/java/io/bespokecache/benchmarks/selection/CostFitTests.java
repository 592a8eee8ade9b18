package io.bespokecache.benchmarks.selection;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

import io.bespokecache.benchmarks.Keys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link CostFit}.
 */
class CostFitTests {

	private static final double CURVATURE = 0.01;

	private static final double INTERACTION = 0.1;

	private static final List<GridCell> CELLS = GridDesign.FIT.cells()
		.stream()
		.filter((cell) -> cell.demand() == Demand.UNBOUNDED)
		.toList();

	@Test
	void whatIsASumOfEffectsIsFoundAgain() {
		ToDoubleFunction<GridCell> sum = CostFitTests::sum;
		CostFit fit = CostFit.of(CELLS, sum, CURVATURE, INTERACTION);
		assertThat(CELLS).allSatisfy((cell) -> assertThat(fit.at(cell)).isCloseTo(sum(cell), within(0.01)));
	}

	@Test
	void aPointThatWasNotMeasuredFollowsItsNeighbours() {
		List<GridCell> half = CELLS.stream().filter((cell) -> cell.threads() == 2 || cell.entries() != 3_000).toList();
		assertThat(half).hasSizeLessThan(CELLS.size());
		CostFit fit = CostFit.of(half, CostFitTests::sum, CURVATURE, INTERACTION);
		GridCell missing = new GridCell(Demand.UNBOUNDED, 0.9, true, 3_000, 1, Keys.LONG, 0);
		assertThat(fit.at(missing)).isCloseTo(sum(missing), within(0.05));
	}

	@Test
	void scatterIsSmoothedTheMoreTheHeavierThePenalty() {
		ToDoubleFunction<GridCell> scattered = (cell) -> sum(cell)
				+ new SplittableRandom(CELLS.indexOf(cell)).nextDouble(-1, 1);
		double little = deviation(CostFit.of(CELLS, scattered, 0.001, 0.001));
		double much = deviation(CostFit.of(CELLS, scattered, 1, 1));
		assertThat(much).isLessThan(little * 0.6);
	}

	@Test
	void aValueThatIsFarOffMovesThePointLittle() {
		GridCell falsified = CELLS.get(10);
		CostFit fit = CostFit.of(CELLS, (cell) -> sum(cell) + (cell.equals(falsified) ? 3 : 0), 0.1, 0.1);
		assertThat(fit.at(falsified)).isCloseTo(sum(falsified), within(0.5));
	}

	private static double deviation(CostFit fit) {
		return CELLS.stream().mapToDouble((cell) -> Math.abs(fit.at(cell) - sum(cell))).average().orElseThrow();
	}

	/** Linear over the points of the table, so that nothing is to be smoothed. */
	private static double sum(GridCell cell) {
		return 3 + GridDesign.ENTRIES.indexOf(cell.entries()) * 0.7 - GridDesign.READS.indexOf(cell.reads()) * 0.4
				+ (cell.renewing() ? 0.3 : 0) + cell.threads() * 0.2;
	}

}
