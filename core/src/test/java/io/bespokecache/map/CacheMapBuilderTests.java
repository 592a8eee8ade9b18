package io.bespokecache.map;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class CacheMapBuilderTests {

	private final CacheMapBuilder<String, String> builder = CacheMapBuilder.of(Strategy.CAFFEINE);

	@ParameterizedTest
	@EnumSource
	void eachStrategyHasAMap(Strategy strategy) {
		CacheMap<String, String> map = CacheMapBuilder.<String, String>of(strategy).build();
		assertThat(map.strategy()).isSameAs(strategy);
		assertThat(map).isEmpty();
		assertThat(map.statistics()).isEqualTo(MapStatistics.NONE);
	}

	@ParameterizedTest
	@EnumSource
	void aBuilderMakesIndependentMaps(Strategy strategy) {
		CacheMapBuilder<String, String> once = CacheMapBuilder.of(strategy);
		once.build().put("a", "1");
		assertThat(once.build()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void anExpectedNumberOfEntriesIsOnlyAHint(Strategy strategy) {
		for (long expected : new long[] { 0, 1, 1_000, 1L << 40, Long.MAX_VALUE }) {
			CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(strategy)
				.expectedEntries(expected)
				.build();
			for (int id = 0; id < 100; id++) {
				map.put(id, "value " + id);
			}
			assertThat(map).hasSize(100).containsEntry(99, "value 99");
		}
	}

	@Test
	void fewerThanNoEntriesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.expectedEntries(-1))
			.withMessage("expectedEntries must be 0 or more: -1");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void aBoundBelowOneIsRefused(long bound) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maximumSize(bound))
			.withMessage("maximumSize must be 1 or more: " + bound);
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.maximumWeight(bound, (key, value) -> 1))
			.withMessage("maximumWeight must be 1 or more: " + bound);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void aDurationThatIsNotPositiveIsRefused(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.expireAfterWrite(duration))
			.withMessage("expireAfterWrite must be more than zero: " + duration);
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.expireAfterAccess(duration))
			.withMessage("expireAfterAccess must be more than zero: " + duration);
	}

	@Test
	void nullIsRefusedByName() {
		assertThatNullPointerException().isThrownBy(() -> CacheMapBuilder.of(Unchecked.nothing()))
			.withMessage("strategy");
		assertThatNullPointerException().isThrownBy(() -> this.builder.maximumWeight(1, Unchecked.nothing()))
			.withMessage("weigher");
		assertThatNullPointerException().isThrownBy(() -> this.builder.nanoClock(Unchecked.nothing()))
			.withMessage("nanoClock");
		assertThatNullPointerException().isThrownBy(() -> this.builder.listener(Unchecked.nothing()))
			.withMessage("listener");
		assertThatNullPointerException().isThrownBy(() -> this.builder.expireAfterWrite(Unchecked.nothing()));
		assertThatNullPointerException().isThrownBy(() -> this.builder.expireAfterAccess(Unchecked.nothing()));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1, 2, Double.NaN })
	void aJitterThatIsNoPartIsRefused(double jitter) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.expiryJitter(jitter))
			.withMessage("expiryJitter must be from 0 to less than 1: " + jitter);
	}

	@Test
	void caffeineRefusesJitterForTwoKindsOfExpiryAtOnce() {
		this.builder.expiryJitter(0.1).expireAfterWrite(Duration.ofSeconds(2)).expireAfterAccess(Duration.ofSeconds(1));
		assertThatIllegalStateException().isThrownBy(this.builder::build)
			.withMessage("Strategy 'caffeine' has no expiryJitter for entries that expire both after write and after "
					+ "access; set an expiry that takes care of both");
	}

	@Test
	void weakKeysAreOfOneStrategyOnly() {
		assertThatIllegalStateException().isThrownBy(() -> this.builder.weakKeys().build())
			.withMessage("Strategy 'caffeine' has no weak-keys; 'lru-reference' has");
	}

	@Test
	void twoBoundsAreRefused() {
		this.builder.maximumSize(1).maximumWeight(1, (key, value) -> 1);
		assertThatIllegalStateException().isThrownBy(this.builder::build)
			.withMessage("Set either maximumSize or maximumWeight, not both");
	}

	@ParameterizedTest
	@MethodSource
	void aStrategyRefusesWhatItCannotDo(Strategy strategy, String capability,
			Consumer<CacheMapBuilder<String, String>> demand) {
		CacheMapBuilder<String, String> demanding = CacheMapBuilder.of(strategy);
		demand.accept(demanding);
		assertThatIllegalStateException().isThrownBy(demanding::build)
			.withMessage("Strategy '" + strategy.id() + "' has no " + capability
					+ "; 'adaptive-fifo', 'lru-reference', 'caffeine' have");
	}

	static Stream<Arguments> aStrategyRefusesWhatItCannotDo() {
		return Stream.of(Strategy.values())
			.filter((strategy) -> !strategy.can(Strategy.Capability.MAXIMUM_SIZE))
			.flatMap((strategy) -> Stream.of(
					arguments(strategy, "maximum-size", demand((builder) -> builder.maximumSize(1))),
					arguments(strategy, "maximum-weight",
							demand((builder) -> builder.maximumWeight(1, (key, value) -> 1))),
					arguments(strategy, "expire-after-write",
							demand((builder) -> builder.expireAfterWrite(Duration.ofSeconds(1)))),
					arguments(strategy, "expire-after-access",
							demand((builder) -> builder.expireAfterAccess(Duration.ofSeconds(1))))));
	}

	private static Consumer<CacheMapBuilder<String, String>> demand(Consumer<CacheMapBuilder<String, String>> demand) {
		return demand;
	}

}
