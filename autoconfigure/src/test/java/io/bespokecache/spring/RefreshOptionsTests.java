package io.bespokecache.spring;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.InvalidWorkloadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefreshOptionsTests {

	@Test
	void nobodyToRunARefreshIsRefused() {
		assertThatExceptionOfType(InvalidWorkloadException.class).isThrownBy(() -> new RefreshOptions(0, 1, false))
			.withMessage("threads (0) is less than 1. Give a whole number from 1 up.");
	}

	@Test
	void lessThanNoPlaceToWaitIsRefused() {
		assertThatExceptionOfType(InvalidWorkloadException.class).isThrownBy(() -> new RefreshOptions(1, -1, false))
			.withMessage("queue-capacity (-1) is less than 0. Give a whole number from 1 up, "
					+ "or 0 to put off every refresh for which no thread is free.");
	}

	@Test
	void oneThreadAndNoPlaceToWaitAreEnough() {
		RefreshOptions options = new RefreshOptions(1, 0, true);
		assertThat(options.threads()).isEqualTo(1);
		assertThat(options.queueCapacity()).isZero();
		assertThat(options.propagateContext()).isTrue();
	}

	@Test
	void definitionsThatSayNothingHaveTheDefaults() {
		assertThat(SameDefinition.of(Strategy.CAFFEINE).refreshOptions()).isSameAs(RefreshOptions.DEFAULTS);
	}

}
