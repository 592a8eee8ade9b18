package io.bespokecache.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinTests {

	private final List<String> measured = new ArrayList<>();

	private final ResultsFile results = new ResultsFile(null, "a machine");

	private final Map<String, Supplier<double[]>> measurements = new LinkedHashMap<>();

	private long now;

	RoundRobinTests() {
		for (String name : List.of("a", "b", "c")) {
			this.measurements.put(name, () -> measure(name));
		}
	}

	@Test
	void eachRoundMeasuresEverythingOnceInOrder() {
		run(2, Duration.ofMinutes(RoundRobin.FOREVER_MINUTES));
		assertThat(this.measured).containsExactly("a", "b", "c", "a", "b", "c");
	}

	@Test
	void nothingIsMeasuredAgain() {
		this.results.append("a", 1);
		this.results.append("a", 2);
		this.results.append("b", 3);
		run(2, Duration.ofHours(1));
		assertThat(this.measured).containsExactly("c", "b", "c");
		assertThat(this.results.of("a")).containsExactly(new double[] { 1 }, new double[] { 2 });
	}

	@Test
	void nothingIsBegunWhenTimeIsUp() {
		run(2, Duration.ofMinutes(4));
		assertThat(this.measured).containsExactly("a", "b", "c", "a");
	}

	@Test
	void aRunThatWasStoppedGoesOn() {
		run(2, Duration.ofMinutes(4));
		run(2, Duration.ofMinutes(4));
		assertThat(this.measured).containsExactly("a", "b", "c", "a", "b", "c");
	}

	@Test
	void aSecondPartHasTheTimeThatTheFirstHasLeft() {
		RoundRobin robin = new RoundRobin(this.results, Duration.ofMinutes(4), () -> this.now);
		robin.run(1, this.measurements);
		robin.run(2, this.measurements);
		assertThat(this.measured).containsExactly("a", "b", "c", "a");
	}

	private void run(int rounds, Duration limit) {
		new RoundRobin(this.results, limit, () -> this.now).run(rounds, this.measurements);
	}

	private double[] measure(String name) {
		this.now += Duration.ofMinutes(1).toNanos();
		this.measured.add(name);
		return new double[] { 0 };
	}

}
