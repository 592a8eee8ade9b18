package io.bespokecache.workload;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Durations}.
 */
class DurationsTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT1S, 1s", "PT59S, 59s", "PT60S, 1m", "PT90S, 90s", "PT30M, 30m", "PT59M59S, 3599s",
			"PT60M, 1h", "PT90M, 90m", "PT23H, 23h", "PT24H, 1d", "PT36H, 36h", "P7D, 7d", "P365D, 365d" })
	void aDurationIsWrittenInItsLargestWholeUnit(Duration duration, String text) {
		assertThat(Durations.format(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.001S, 1ms", "PT0.999S, 999ms", "PT1.5S, 1500ms", "PT60.001S, 60001ms" })
	void partsOfASecondAreWrittenInMilliseconds(Duration duration, String text) {
		assertThat(Durations.format(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.000001S", "PT0.0015S", "PT1.000000001S", "PT-0.0005S" })
	void whatAMillisecondIsTooCoarseForIsWrittenInIso8601(Duration duration) {
		assertThat(Durations.format(duration)).isEqualTo(duration.toString());
	}

	@ParameterizedTest
	@CsvSource({ "PT-1S, -1s", "PT-90S, -90s", "PT-1.5S, -1500ms", "PT-1H, -1h", "P-1D, -1d" })
	void aNegativeDurationKeepsItsSign(Duration duration, String text) {
		assertThat(Durations.format(duration)).isEqualTo(text);
	}

	@Test
	void foreverIsAWord() {
		assertThat(Durations.format(Workload.FOREVER)).isEqualTo("forever");
	}

	@Test
	void partsOfASecondBesideMoreSecondsThanMillisecondsCanCountAreWrittenInIso8601() {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 500_000_000);
		Duration mostNegative = Duration.ofSeconds(Long.MIN_VALUE, 500_000_000);
		assertThat(Durations.format(longest)).isEqualTo(longest.toString());
		assertThat(Durations.format(mostNegative)).isEqualTo(mostNegative.toString());
	}

}
