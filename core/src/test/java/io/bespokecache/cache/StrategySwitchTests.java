package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a cache switches by itself.
 */
class StrategySwitchTests {

	private final StrategySwitch strategySwitch = new StrategySwitch();

	@Test
	void theFirstChangeIsDueAtOnce() {
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 0)).isTrue();
		assertThat(isDue(Strategy.SHARDED, Strategy.SHARDED, 0)).isFalse();
	}

	@Test
	void theNextOneWaitsForAMinute() {
		change(Strategy.SHARDED, Strategy.PROMOTING, 100);
		assertThat(isDue(Strategy.PROMOTING, Strategy.CONCURRENT, 159)).isFalse();
		assertThat(isDue(Strategy.PROMOTING, Strategy.CONCURRENT, 160)).isTrue();
	}

	@Test
	void goingBackDoublesTheTimeToStay() {
		change(Strategy.SHARDED, Strategy.PROMOTING, 0);
		change(Strategy.PROMOTING, Strategy.SHARDED, 60);
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 179)).isFalse();
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 180)).isTrue();
		change(Strategy.SHARDED, Strategy.PROMOTING, 180);
		assertThat(isDue(Strategy.PROMOTING, Strategy.SHARDED, 419)).isFalse();
		assertThat(isDue(Strategy.PROMOTING, Strategy.SHARDED, 420)).isTrue();
	}

	@Test
	void aChangeOfLimitsIsAChangeButNoWayBack() {
		change(Strategy.SHARDED, Strategy.PROMOTING, 0);
		change(Strategy.PROMOTING, Strategy.PROMOTING, 100);
		assertThat(isDue(Strategy.PROMOTING, Strategy.SHARDED, 159)).isFalse();
		assertThat(isDue(Strategy.PROMOTING, Strategy.SHARDED, 160)).isTrue();
	}

	@Test
	void anAttemptThatFailedIsRepeatedAfterPausesThatDouble() {
		refuse(0);
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 59)).isFalse();
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 60)).isTrue();
		refuse(60);
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 179)).isFalse();
		assertThat(isDue(Strategy.SHARDED, Strategy.PROMOTING, 180)).isTrue();
		change(Strategy.SHARDED, Strategy.PROMOTING, 180);
		refuse(300);
		assertThat(isDue(Strategy.PROMOTING, Strategy.SHARDED, 360)).isTrue();
	}

	private void refuse(long second) {
		this.strategySwitch.refused(Duration.ofSeconds(second).toNanos());
	}

	private boolean isDue(Strategy current, Strategy better, long second) {
		return this.strategySwitch.isDue(current, better, Duration.ofSeconds(second).toNanos());
	}

	private void change(Strategy from, Strategy to, long second) {
		this.strategySwitch.changed(from, to, Duration.ofSeconds(second).toNanos());
	}

}
