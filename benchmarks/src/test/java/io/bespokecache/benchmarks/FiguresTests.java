package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.benchmarks.Figures.Sample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

	private static final Cell CELL = new Cell("readWrite", 2, new TreeMap<>(Map.of("entries", "1000", "reads", "99")));

	private final Figures figures = new Figures();

	@Test
	void aFigureIsTheMedianOfItsRounds() {
		add("concurrent-hash-map", 10, 30, 11);
		assertThat(this.figures.toMarkdown()).contains(
				"| readWrite, entries 1000, reads 99, 2 threads | concurrent-hash-map | 11.0 | 10.0 to 30.0 | 1.00 | 0.0 |");
	}

	@Test
	void aRatioOverOneIsFaster() {
		add("concurrent-hash-map", 20, 20, 20);
		add("sharded", 10, 10, 100);
		assertThat(this.figures.toMarkdown()).contains("| sharded | 10.0 | 10.0 to 100.0 | 2.00 |");
	}

	@Test
	void aLossStandsOut() {
		add("concurrent-hash-map", 10);
		add("promoting", 20);
		assertThat(this.figures.toMarkdown()).contains("| **0.50** |");
	}

	@Test
	void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
		assertThat(Figures.median(new double[] { 1, 2, 4, 9 })).isEqualTo(3);
	}

	private void add(String implementation, double... nanos) {
		for (double value : nanos) {
			this.figures.add(CELL, implementation, new Sample(value, 0));
		}
	}

}
