package io.bespokecache.map;

import io.bespokecache.map.Strategy.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StrategyTests {

	@Test
	void idsAreTheNamesOfTheConfiguration() {
		assertThat(Strategy.values()).extracting(Strategy::id)
			.containsExactly("concurrent", "promoting", "sharded", "snapshot", "read-write-lock", "mutex",
					"adaptive-fifo", "lru-reference", "caffeine");
	}

	@ParameterizedTest
	@EnumSource
	void aStrategyIsFoundByItsId(Strategy strategy) {
		assertThat(Strategy.of(strategy.id())).isSameAs(strategy);
	}

	@Test
	void anUnknownIdIsRefusedWithThoseThatExist() {
		assertThatIllegalArgumentException().isThrownBy(() -> Strategy.of("Sharded"))
			.withMessage(
					"There is no strategy 'Sharded'; there are concurrent, promoting, sharded, snapshot, read-write-lock, mutex, adaptive-fifo, lru-reference, caffeine");
	}

	@ParameterizedTest
	@EnumSource
	void aStrategyDescribesItselfForTheMiddleOfASentence(Strategy strategy) {
		assertThat(strategy.description()).isNotBlank().doesNotEndWith(".");
	}

	@Test
	void idsOfCapabilitiesAreTheNamesOfTheirProperties() {
		assertThat(Capability.values()).extracting(Capability::id)
			.containsExactly("maximum-size", "maximum-weight", "expire-after-write", "expire-after-access", "expiry",
					"values: soft", "values: weak", "weak-keys", "bulk: snapshot", "bulk: atomic");
	}

	@ParameterizedTest
	@EnumSource
	void someStrategyHasEachCapabilityAndSomeOtherHasNot(Capability capability) {
		assertThat(Strategy.values()).anyMatch((strategy) -> strategy.can(capability))
			.anyMatch((strategy) -> !strategy.can(capability));
	}

	@Test
	void idsOfEvictionCausesAreLowerCase() {
		assertThat(EvictionCause.values()).extracting(EvictionCause::id)
			.containsExactly("size", "expired", "collected");
	}

	@Test
	void idsOfPromotionCausesHaveHyphens() {
		assertThat(Promotion.Cause.values()).extracting(Promotion.Cause::id)
			.containsExactly("delta-hits", "delta-full", "dead-slots");
	}

}
