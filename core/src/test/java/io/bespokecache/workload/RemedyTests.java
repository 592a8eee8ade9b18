package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.workload.Advice.Setting;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of who follows an advice.
 */
class RemedyTests {

	@Test
	void allThatAWorkloadIsMadeOfCanBeSet() {
		Workload followed = Remedy.followed(Workload.builder().build(),
				List.of(new Setting("workload.read-ratio", "0.9999"), new Setting("workload.key-lifetime", "90s"),
						new Setting("workload.expected-entries", "1200"), new Setting("maximum-size", "2000"),
						new Setting("expire-after-write", "2d"), new Setting("expire-after-access", "1500ms"),
						new Setting("values", "soft"), new Setting("refresh-after-write", "1h"),
						new Setting("strategy", "caffeine")));
		assertThat(followed).isEqualTo(Workload.builder()
			.readRatio(0.9999)
			.keyLifetime(Duration.ofSeconds(90))
			.expectedEntries(1_200)
			.maximumSize(2_000L)
			.expireAfterWrite(Duration.ofDays(2))
			.expireAfterAccess(Duration.ofMillis(1_500))
			.values(ReferenceStrength.SOFT)
			.build());
	}

	@Test
	void aDurationIsReadAsItWasWritten() {
		for (Duration duration : List.of(Workload.FOREVER, Duration.ZERO, Duration.ofNanos(1), Duration.ofMillis(20),
				Duration.ofSeconds(61), Duration.ofMinutes(5), Duration.ofHours(7), Duration.ofDays(3))) {
			assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
		}
	}

}
