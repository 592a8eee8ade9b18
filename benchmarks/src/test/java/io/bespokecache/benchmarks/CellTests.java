package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CellTests {

	@Test
	void cellsAreInTheOrderOfTheirNumbers() {
		assertThat(Stream.of("100000", "1000", "20000").map((entries) -> cell(entries, 1)).sorted())
			.extracting(Cell::toString)
			.containsExactly("read, entries 1000, 1 thread", "read, entries 20000, 1 thread",
					"read, entries 100000, 1 thread");
	}

	@Test
	void theNumberOfThreadsTellsCellsApart() {
		assertThat(cell("1000", 1)).isLessThan(cell("1000", 2)).isNotEqualTo(cell("1000", 2));
	}

	private static Cell cell(String entries, int threads) {
		return new Cell("read", threads, new TreeMap<>(Map.of("entries", entries)));
	}

}
