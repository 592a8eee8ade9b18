package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what a {@link LoadPolicy} refuses.
 */
class LoadPolicyTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void whatIsNoLengthOfTimeIsRefusedByName(Duration duration) {
		assertRefused("load-timeout", () -> new LoadPolicy(duration, null, null));
		assertRefused("refresh-after-write", () -> new LoadPolicy(null, duration, null));
		assertRefused("stale-on-error", () -> new LoadPolicy(null, null, duration));
	}

	@Test
	void aRefreshAfterTheEndIsRefused() {
		Duration expire = Duration.ofMinutes(10);
		Workload workload = Workload.builder().expireAfterWrite(expire).build();
		assertThatExceptionOfType(InvalidWorkloadException.class)
			.isThrownBy(() -> new LoadPolicy(null, expire, null).requireConsistentWith(workload))
			.withMessageContainingAll("refresh-after-write", "expire-after-write (10m)");
		assertThatCode(() -> new LoadPolicy(null, expire.minusNanos(1), null).requireConsistentWith(workload))
			.doesNotThrowAnyException();
		assertThatCode(() -> new LoadPolicy(null, expire, null).requireConsistentWith(Workload.builder().build()))
			.doesNotThrowAnyException();
	}

	@Test
	void aTimeForExpiredValuesIsRefusedWhereNoneExpires() {
		LoadPolicy policy = new LoadPolicy(null, null, Duration.ofHours(1));
		Workload idle = Workload.builder().expireAfterAccess(Duration.ofMinutes(1)).build();
		assertRefused("stale-on-error", () -> policy.requireConsistentWith(idle));
		assertRefused("stale-on-error",
				() -> LocalCache.builder("cities", Workload.builder().build()).loadPolicy(policy).build());
		assertThatCode(() -> policy.requireConsistentWith(Workload.builder().variableExpiry(true).build()))
			.doesNotThrowAnyException();
	}

	private static void assertRefused(String property, Runnable action) {
		assertThatExceptionOfType(InvalidWorkloadException.class).isThrownBy(action::run)
			.withMessageContaining(property);
	}

}
