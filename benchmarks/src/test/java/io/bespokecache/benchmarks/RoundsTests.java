package io.bespokecache.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	@Test
	void aCommandCanBeGivenToAShellAgain() {
		assertThat(Rounds.quoted("entries=1000,100000")).isEqualTo("entries=1000,100000");
		assertThat(Rounds.quoted("\\.ReadBenchmark")).isEqualTo("'\\.ReadBenchmark'");
	}

}
