package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.benchmarks.Figures.Sample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

	private final Figures figures = new Figures();

	@Test
	void aRowHasAllOfACell() {
		add(1, "concurrent-hash-map", 20, 22, 30);
		add(1, "sharded", 10, 11, 20);
		assertThat(markdown()).contains("""
				| cell | concurrent-hash-map, ns | sharded, ns | ratio, lowest to highest of a round |
				|---|---|---|---|
				| read, keys LONG, 1 thread | 22.0 | 11.0 | 2.00, 1.50 to 2.00 |
				""");
	}

	@Test
	void aGroupHasTheMedianAndTheLowestOfItsCells() {
		add(1, "concurrent-hash-map", 20);
		add(1, "sharded", 10);
		add(2, "concurrent-hash-map", 9);
		add(2, "sharded", 10);
		add(3, "concurrent-hash-map", 15);
		add(3, "sharded", 10);
		assertThat(markdown()).startsWith("""
				| keys | cells | sharded: median ratio | lowest |
				|---|---|---|---|
				| LONG | 3 | 1.50 | **0.90** |
				""");
	}

	@Test
	void whatIsNotMeasuredYetIsLeftOut() {
		add(1, "concurrent-hash-map", 20);
		add(1, "sharded", 10);
		add(2, "concurrent-hash-map", 9);
		assertThat(markdown()).contains("| LONG | 2 | 2.00 | 2.00 |", "| read, keys LONG, 2 threads | 9.0 |  |  |");
	}

	private String markdown() {
		return new Comparison(this.figures, "keys").toMarkdown();
	}

	private void add(int threads, String implementation, double... nanos) {
		for (double value : nanos) {
			this.figures.add(new Cell("read", threads, new TreeMap<>(Map.of("keys", "LONG"))), implementation,
					new Sample(value, 0));
		}
	}

}
