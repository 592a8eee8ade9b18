package io.bespokecache.spring.actuate;

import java.time.Duration;

import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Rounded} and {@link Figures}.
 */
class RoundedTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s, 0 s", "PT0.000000123S, 123ns, 123 ns", "PT0.000847123S, 850us, 850 µs",
			"PT0.0123456S, 12300us, 12.3 ms", "PT0.123456S, 123ms, 123 ms", "PT47.123456789S, 47s, 47 s",
			"PT1M30S, 90s, 90 s", "PT10M, 10m, 10 min", "PT23M17S, 23m, 23 min", "PT3H1M20S, 181m, 3.0 h",
			"PT26H, 26h, 26 h", "P40DT5H, 40d, 40 days" })
	void aDurationLosesTheDigitsThatMeanNothing(Duration duration, String text, String forPeople) {
		assertThat(Rounded.text(duration)).isEqualTo(text);
		assertThat(Figures.duration(duration)).isEqualTo(forPeople);
	}

	@Test
	void whatIsLostIsAtMostAFortiethAndTheTextCanBeRead() {
		for (long nanos = 1; nanos < Duration.ofDays(1_000).toNanos(); nanos += 1 + nanos / 7) {
			Duration read = DurationStyle.detectAndParse(Rounded.text(Duration.ofNanos(nanos)));
			assertThat((double) Math.abs(read.toNanos() - nanos)).as("%d ns", nanos).isLessThanOrEqualTo(nanos / 40.0);
		}
	}

	@Test
	void whatNeverEndsStaysSo() {
		assertThat(Rounded.text(Workload.FOREVER)).isEqualTo("forever");
		assertThat(Figures.duration(Workload.FOREVER)).isEqualTo("for ever");
	}

	@Test
	void figuresKeepThreeDigits() {
		assertThat(Rounded.figure(1_234.5)).isEqualTo(1_230);
		assertThat(Rounded.figure(0.012345)).isEqualTo(0.0123);
		assertThat(Rounded.figure(0)).isZero();
		assertThat(Rounded.figure(Double.NaN)).isNaN();
		assertThat(Rounded.share(0.123456)).isEqualTo(0.1235);
	}

	@Test
	void sharesShowASecondDigitWhereItTells() {
		assertThat(Figures.percent(1)).isEqualTo("100 %");
		assertThat(Figures.percent(0.9996)).isEqualTo("99.96 %");
		assertThat(Figures.percent(0.999)).isEqualTo("99.9 %");
		assertThat(Figures.percent(0.5)).isEqualTo("50 %");
		assertThat(Figures.percent(0.1)).isEqualTo("10 %");
		assertThat(Figures.percent(0.9343)).isEqualTo("93.4 %");
		assertThat(Figures.percent(0.0004)).isEqualTo("0.04 %");
		assertThat(Figures.percent(0)).isEqualTo("0 %");
	}

	@Test
	void largeFiguresAreShort() {
		assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
		assertThat(Figures.count(12_345_678)).isEqualTo("12.3 million");
		assertThat(Figures.count(4_321_000_000L)).isEqualTo("4.32 billion");
		assertThat(Figures.bytes(900)).isEqualTo("900 bytes");
		assertThat(Figures.bytes(1_500)).isEqualTo("1.5 KiB");
		assertThat(Figures.bytes(3 << 20)).isEqualTo("3.0 MiB");
	}

}
