package io.bespokecache.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ForkTests {

	@Test
	void whatIsComparedInACellComesOneAfterTheOther() {
		assertThat(Fork.of("a.Reads.read", 2,
				new TreeMap<>(Map.of("entries", List.of("1", "10"), "implementation", List.of("MUTEX", "SHARDED")))))
			.extracting(Fork::toString)
			.containsExactly("read, entries 1, 2 threads, mutex", "read, entries 1, 2 threads, sharded",
					"read, entries 10, 2 threads, mutex", "read, entries 10, 2 threads, sharded");
	}

	@Test
	void aBenchmarkThatComparesNothingIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Fork.of("a.Reads.read", 2, new TreeMap<>(Map.of("entries", List.of("1")))))
			.withMessage("Benchmark a.Reads.read compares nothing");
	}

	@Test
	void parametersThatAreAskedForReplaceThoseOfTheBenchmark() {
		assertThat(Fork.of(new OptionsBuilder().include("\\.ChurnBenchmark")
			.param("entries", "1000")
			.param("keys", "LONG")
			.param("sequential", "true")
			.build(), List.of(2))).extracting(Fork::toString)
			.containsExactly("churn, entries 1000, keys LONG, sequential true, 2 threads, concurrent-hash-map",
					"churn, entries 1000, keys LONG, sequential true, 2 threads, sharded");
	}

}
