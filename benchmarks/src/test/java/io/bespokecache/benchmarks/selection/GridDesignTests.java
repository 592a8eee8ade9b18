package io.bespokecache.benchmarks.selection;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.benchmarks.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link GridDesign}.
 */
class GridDesignTests {

	@Test
	void noCellThatTheModelIsJudgedByIsOneThatItIsFittedOn() {
		assertThat(GridDesign.HELD_OUT.cells()).hasSizeGreaterThanOrEqualTo(60)
			.doesNotHaveDuplicates()
			.doesNotContainAnyElementsOf(GridDesign.FIT.cells());
	}

	@Test
	void theModelIsFittedOnAtMostAHundredAndFiftyCellsThatArePointsOfItsTable() {
		assertThat(GridDesign.FIT.cells()).hasSizeLessThanOrEqualTo(150)
			.doesNotHaveDuplicates()
			.allMatch((cell) -> GridDesign.ENTRIES.contains(cell.entries()) && GridDesign.READS.contains(cell.reads()));
	}

	@ParameterizedTest
	@EnumSource
	void everyKindOfKeysIsMeasuredWithEveryNumberOfEntriesAndShareOfReads(Keys keys) {
		for (Demand demand : List.of(Demand.UNBOUNDED, Demand.BOUNDED)) {
			List<GridCell> cells = GridDesign.FIT.cells()
				.stream()
				.filter((cell) -> cell.demand() == demand && cell.keys() == keys)
				.toList();
			assertThat(cells).extracting(GridCell::entries).containsAll(GridDesign.ENTRIES);
			assertThat(cells).extracting(GridCell::reads).containsAll(GridDesign.READS);
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyDutyIsInBothDesigns(Demand demand) {
		for (GridDesign design : GridDesign.values()) {
			assertThat(design.cells()).anyMatch((cell) -> cell.demand() == demand);
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyCellHasAJvmForEachStrategyThatCanDoIt(GridDesign design) {
		List<String> names = new ArrayList<>();
		for (GridCell cell : design.cells()) {
			assertThat(cell.forks()).hasSameSizeAs(cell.demand().strategies());
			assertThat(cell.workload().requirements()).allMatch(cell.demand().plain()::can);
			cell.forks().forEach((fork) -> names.add(fork.toString()));
		}
		assertThat(names).doesNotHaveDuplicates();
	}

}
