package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.FakeClock;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Lives that are shortened by chance, where the cache keeps deadlines beside its values.
 */
class ExpiryJitterTests {

	private static final int ENTRIES = 1_000;

	private final FakeClock clock = new FakeClock();

	@Test
	void timesToIdleBesideTimesOfSingleEntriesAreShortened() {
		LocalCache<String, String> cache = cache(
				Workload.builder().expireAfterAccess(Duration.ofSeconds(100)).variableExpiry(true), Duration.ofDays(1));
		this.clock.advance(Duration.ofMillis(49_900));
		assertThat(present(cache)).isEqualTo(ENTRIES);
		// Each has been used, so its time has begun anew.
		this.clock.advance(Duration.ofSeconds(75));
		assertThat(present(cache)).isBetween(ENTRIES / 3, 2 * ENTRIES / 3);
		this.clock.advance(Duration.ofSeconds(100));
		assertThat(present(cache)).isZero();
	}

	@Test
	void timesOfSingleEntriesBesideATimeToIdleAreShortened() {
		LocalCache<String, String> cache = cache(
				Workload.builder().expireAfterAccess(Duration.ofDays(1)).variableExpiry(true), Duration.ofSeconds(100));
		this.clock.advance(Duration.ofMillis(49_900));
		assertThat(present(cache)).isEqualTo(ENTRIES);
		this.clock.advance(Duration.ofSeconds(25));
		assertThat(present(cache)).isBetween(ENTRIES / 3, 2 * ENTRIES / 3);
		this.clock.advance(Duration.ofSeconds(26));
		assertThat(present(cache)).isZero();
	}

	private LocalCache<String, String> cache(Workload.Builder workload, Duration timeToLive) {
		LocalCache<String, String> cache = LocalCache.<String, String>builder("jittered", workload.build())
			.expiry((key, value) -> timeToLive)
			.expiryJitter(0.5)
			.nanoClock(this.clock)
			.build();
		for (int id = 0; id < ENTRIES; id++) {
			cache.put("key " + id, "value");
		}
		return cache;
	}

	private static int present(LocalCache<String, String> cache) {
		int present = 0;
		for (int id = 0; id < ENTRIES; id++) {
			present += (cache.get("key " + id) != null) ? 1 : 0;
		}
		return present;
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1, 2, Double.NaN })
	void aJitterThatIsNoPartIsRefused(double jitter) {
		LocalCache.Builder<String, String> builder = LocalCache.builder("jittered", Workload.builder().build());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.expiryJitter(jitter))
			.withMessage("expiryJitter must be from 0 to less than 1: " + jitter);
	}

}
