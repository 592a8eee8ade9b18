package io.bespokecache.workload;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How figures read.
 */
class FiguresTests {

	@Test
	void aShareIsNotTakenForAllOrNothing() {
		assertThat(Figures.percent(0.9996)).isEqualTo("99.96 %");
		assertThat(Figures.percent(0.99996)).isEqualTo("99.996 %");
		assertThat(Figures.percent(0.0004)).isEqualTo("0.04 %");
		assertThat(Figures.percent(0)).isEqualTo("0.0 %");
		assertThat(Figures.percent(1)).isEqualTo("100 %");
		assertThat(Figures.percent(0.5)).isEqualTo("50 %");
		assertThat(Figures.share(0.9999)).isEqualTo("0.9999");
		assertThat(Figures.share(0.98765)).isEqualTo("0.988");
		assertThat(Figures.share(1)).isEqualTo("1");
	}

	@Test
	void muchIsToldInLargeUnits() {
		assertThat(Figures.bytes(3L << 30)).isEqualTo("3.0 GiB");
		assertThat(Figures.time(600e9)).isEqualTo("10 minutes");
		assertThat(Figures.time(3 * 3_600e9)).isEqualTo("3 hours");
		assertThat(Figures.time(90e9)).isEqualTo("90.0 s");
	}

}
