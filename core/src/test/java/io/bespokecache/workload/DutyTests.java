package io.bespokecache.workload;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * How many hits are looked at.
 */
class DutyTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void fewHitsAreAllSeenWithRoomForMore() {
		assertThat(Duty.hits(counts(100, 0), SECOND, 1, 0)).isGreaterThanOrEqualTo(10_000);
		assertThat(Duty.hits(counts(9_000, 9_000), SECOND, 1, 0)).isGreaterThan(9_000);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.01, 0.5, 1 })
	void manyHitsCostHalfANanosecondMoreOnTheMean(double inside) {
		long hits = 20_000_000;
		double seen = (double) Duty.hits(counts(hits, 0), SECOND, inside, 0) / hits;
		assertThat(seen * (5.5 + 22 * inside)).isCloseTo(0.5, within(0.01));
		assertThat(seen).isGreaterThanOrEqualTo(0.018);
	}

	@Test
	void whereThereAreMissesMoreHitsAreSeen() {
		int few = Duty.hits(counts(1_000_000, 10_000), SECOND, 0.01, 0);
		int many = Duty.hits(counts(1_000_000, 100_000), SECOND, 0.01, 0);
		assertThat(many).isGreaterThan(few);
		assertThat(Duty.hits(counts(1_000_000, 600_000), SECOND, 0.01, 0)).isGreaterThan(1_000_000);
	}

	@Test
	void ofHitsWhoseHashCodesAreDearFewerAreSeen() {
		assertThat(Duty.hits(counts(20_000_000, 0), SECOND, 0, 5_000)).isEqualTo(2_000);
		assertThat(Duty.hits(counts(100, 0), SECOND, 0, 5_000)).isEqualTo(200);
	}

	private static UseCounts counts(long hits, long misses) {
		return new UseCounts(hits, misses, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}

}
