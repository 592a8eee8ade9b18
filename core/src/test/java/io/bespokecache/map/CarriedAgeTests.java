package io.bespokecache.map;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * An entry expires as if it had never been moved, whichever maps it has been in.
 */
@ParameterizedClass(name = "{0} and {1}")
@MethodSource("pairs")
class CarriedAgeTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final FakeClock clock = new FakeClock();

	private final Strategy first;

	private final Strategy second;

	CarriedAgeTests(Strategy first, Strategy second) {
		this.first = first;
		this.second = second;
	}

	static Stream<Arguments> pairs() {
		return Requirements.LIFE.strategies()
			.stream()
			.flatMap((first) -> Requirements.LIFE.strategies().stream().map((second) -> arguments(first, second)));
	}

	private CacheMapBuilder<String, String> builder(Strategy strategy) {
		return CacheMapBuilder.<String, String>of(strategy).nanoClock(this.clock).maximumSize(100);
	}

	private ChangeableCacheMap<String, String> changeable(CacheMapBuilder<String, String> map) {
		return new ChangeableCacheMap<>(map.build(), (current) -> {
		});
	}

	private void assertExpiresAfter(Duration left, CacheMap<String, String> map) {
		// An iteration is no use.
		this.clock.advance(left.minusNanos(1));
		assertThat(map.snapshot()).containsEntry("Bern", "value");
		this.clock.advance(Duration.ofNanos(1));
		assertThat(map.get("Bern")).isNull();
		map.cleanUp();
		assertThat(map.snapshot()).isEmpty();
	}

	@Test
	void anEntryLivesAsLongSinceItsWrite() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expireAfterWrite(MINUTE));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expireAfterWrite(MINUTE).build());
		this.clock.advance(Duration.ofSeconds(20));
		map.changeTo(builder(this.first).expireAfterWrite(MINUTE).build());
		assertExpiresAfter(Duration.ofSeconds(10), map);
	}

	@Test
	void anEntryLivesAsLongSinceItsLastUse() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expireAfterAccess(MINUTE));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(map.get("Bern")).isEqualTo("value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expireAfterAccess(MINUTE).build());
		this.clock.advance(Duration.ofSeconds(20));
		map.changeTo(builder(this.first).expireAfterAccess(MINUTE).build());
		assertExpiresAfter(Duration.ofSeconds(10), map);
	}

	@Test
	void anEntryThatHasBeenUsedForLongKeepsBothOfItsDeadlines() {
		ChangeableCacheMap<String, String> map = changeable(lifeAndIdle(this.first));
		map.put("Bern", "value");
		use(map, 9);
		this.clock.advance(Duration.ofSeconds(10));
		map.changeTo(lifeAndIdle(this.second).build());
		this.clock.advance(Duration.ofSeconds(20));
		map.changeTo(lifeAndIdle(this.first).build());
		assertExpiresAfter(Duration.ofSeconds(30), map);
	}

	@Test
	void anEntryThatGoesOnBeingUsedEndsWithItsLife() {
		ChangeableCacheMap<String, String> map = changeable(lifeAndIdle(this.first));
		map.put("Bern", "value");
		use(map, 9);
		map.changeTo(lifeAndIdle(this.second).build());
		use(map, 8);
		map.changeTo(lifeAndIdle(this.first).build());
		use(map, 2);
		assertExpiresAfter(Duration.ofSeconds(30), map);
	}

	private CacheMapBuilder<String, String> lifeAndIdle(Strategy strategy) {
		return builder(strategy).expireAfterWrite(Duration.ofMinutes(10)).expireAfterAccess(MINUTE);
	}

	private void use(CacheMap<String, String> map, int times) {
		for (int i = 0; i < times; i++) {
			this.clock.advance(Duration.ofSeconds(30));
			assertThat(map.get("Bern")).isEqualTo("value");
		}
	}

	@Test
	void aTimeToLiveOfItsOwnGoesWithTheEntry() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expiry((key, value) -> MINUTE));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expiry((key, value) -> Duration.ofDays(1)).build());
		this.clock.advance(Duration.ofSeconds(20));
		map.changeTo(builder(this.first).expiry((key, value) -> Duration.ofDays(1)).build());
		assertExpiresAfter(Duration.ofSeconds(10), map);
	}

	@Test
	void aLifeThatChanceHasShortenedStaysAsShort() {
		CacheMap<String, String> first = jittering(this.first, MINUTE);
		ChangeableCacheMap<String, String> map = new ChangeableCacheMap<>(first, (current) -> {
		});
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(10));
		AgedEntry<String, String> before = aged(first);
		assertThat(before.left()).isBetween(Duration.ofSeconds(20).toNanos(), Duration.ofSeconds(50).toNanos());
		CacheMap<String, String> second = jittering(this.second, MINUTE);
		map.changeTo(second);
		assertThat(aged(second).left()).isEqualTo(before.left());
		assertThat(aged(second).age()).isLessThanOrEqualTo(Duration.ofSeconds(10).toNanos());
		assertExpiresAfter(Duration.ofNanos(before.left()), map);
	}

	/** Each has lived for a second, and lives for 12.5 to 25 in all. */
	@Test
	void whatChanceHasTakenOfALifeIsNotTakenForAge() {
		ChangeableCacheMap<String, String> map = new ChangeableCacheMap<>(jittering(this.first, MINUTE), (current) -> {
		});
		IntStream.range(0, 100).forEach((key) -> map.put("key-" + key, "value"));
		this.clock.advance(Duration.ofSeconds(1));
		map.changeTo(jittering(this.second, Duration.ofSeconds(25)));
		this.clock.advance(Duration.ofSeconds(11));
		assertThat(map.snapshot()).hasSize(100);
		this.clock.advance(Duration.ofSeconds(14));
		assertThat(map.snapshot()).isEmpty();
	}

	@Test
	void whatChanceHasTakenOfATimeToIdleIsNotTakenForIdleness() {
		ChangeableCacheMap<String, String> map = new ChangeableCacheMap<>(
				builder(this.first).expireAfterAccess(MINUTE).expiryJitter(0.5).build(), (current) -> {
				});
		IntStream.range(0, 100).forEach((key) -> map.put("key-" + key, "value"));
		this.clock.advance(Duration.ofSeconds(1));
		map.changeTo(builder(this.second).expireAfterAccess(Duration.ofSeconds(25)).expiryJitter(0.5).build());
		this.clock.advance(Duration.ofSeconds(11));
		assertThat(map.snapshot()).hasSize(100);
		this.clock.advance(Duration.ofSeconds(14));
		assertThat(map.snapshot()).isEmpty();
	}

	@Test
	void anEntryThatHadNoTimeToLiveOfItsOwnGetsOne() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expiry((key, value) -> MINUTE).build());
		assertExpiresAfter(MINUTE, map);
	}

	@Test
	void aValueThatTellsItsAgeIsAsOldAsItSays() {
		ChangeableCacheMap<String, String> map = new ChangeableCacheMap<>(builder(this.first).build(), (current) -> {
		}, (value) -> Duration.ofSeconds(40).toNanos());
		map.put("Bern", "value");
		map.changeTo(builder(this.second).expireAfterWrite(MINUTE).build());
		assertExpiresAfter(Duration.ofSeconds(20), map);
	}

	private CacheMap<String, String> jittering(Strategy strategy, Duration timeToLive) {
		return builder(strategy).expireAfterWrite(timeToLive).expiryJitter(0.5).build();
	}

	@SuppressWarnings("unchecked") // of the same types
	private static AgedEntry<String, String> aged(CacheMap<String, String> map) {
		return Objects.requireNonNull(((AgeingMap<String, String>) map).aged("Bern"));
	}

	@Test
	void anotherTimeToLiveCountsFromTheWrite() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expireAfterWrite(MINUTE));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expireAfterWrite(Duration.ofMinutes(5)).build());
		this.clock.advance(Duration.ofMinutes(2));
		map.changeTo(builder(this.first).expireAfterWrite(Duration.ofMinutes(3)).build());
		assertExpiresAfter(Duration.ofSeconds(30), map);
	}

	@Test
	void whatIsTooOldForTheNewMapHasExpired() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expireAfterWrite(MINUTE));
		map.put("Bern", "value");
		this.clock.advance(Duration.ofSeconds(30));
		map.changeTo(builder(this.second).expireAfterWrite(Duration.ofSeconds(30)).build());
		assertThat(map.get("Bern")).isNull();
		map.cleanUp();
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(1);
		assertThat(map.mappingCount()).isZero();
	}

	@Test
	void whatHasExpiredIsNotCarriedOverAndIsCounted() {
		ChangeableCacheMap<String, String> map = changeable(builder(this.first).expireAfterWrite(MINUTE));
		map.put("Bern", "value");
		this.clock.advance(MINUTE);
		assertThat(map.changeTo(builder(this.second).expireAfterWrite(Duration.ofDays(1)).build())).isZero();
		assertThat(map).isEmpty();
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(1);
	}

}
