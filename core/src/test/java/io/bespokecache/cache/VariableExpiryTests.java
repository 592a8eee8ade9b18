package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bespokecache.map.Expiry;
import io.bespokecache.map.FakeClock;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of values with times to live of their own, whether the map keeps those times or
 * the cache does.
 */
@ParameterizedClass(name = "kept by the cache: {0}")
@ValueSource(booleans = { false, true })
class VariableExpiryTests {

	private static final Duration NANO = Duration.ofNanos(1);

	private static final Duration EXPIRE = Duration.ofMinutes(10);

	private final boolean keepsAges;

	private final FakeClock clock = new FakeClock();

	VariableExpiryTests(boolean keepsAges) {
		this.keepsAges = keepsAges;
	}

	/**
	 * A cache of values that say how long they live.
	 */
	private LocalCache<String, Value> cache(Workload.Builder workload) {
		return LocalCache.<String, Value>builder("rates", workload.variableExpiry(true).build())
			.expiry(new Expiry<String, Value>() {

				@Override
				public @Nullable Duration afterWrite(String key, Value value) {
					return value.afterWrite();
				}

				@Override
				public @Nullable Duration afterRead(String key, Value value) {
					return value.afterRead();
				}

			})
			.keepsAges(this.keepsAges)
			.nanoClock(this.clock)
			.build();
	}

	@Test
	void eachValueLivesForItsOwnTime() throws Exception {
		LocalCache<String, Value> cache = cache(Workload.builder());
		cache.put("a", Value.of(Duration.ofSeconds(5)));
		assertThat(cache.get("b", () -> Value.of(Duration.ofSeconds(10)))).isNotNull();
		assertThat(cache.putIfAbsent("c", Value.of(Duration.ofSeconds(15)))).isNull();
		assertLives(cache, "a", Duration.ofSeconds(5));
		assertLives(cache, "b", Duration.ofSeconds(5));
		assertLives(cache, "c", Duration.ofSeconds(5));
		sweep(cache);
		assertThat(cache.size()).isZero();
		assertThat(cache.statistics().map().evictedByExpiry()).isEqualTo(3);
	}

	@Test
	void aValueThatIsReplacedLivesForTheTimeOfTheNewOne() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		cache.put("a", Value.of(Duration.ofSeconds(5)));
		this.clock.advance(Duration.ofSeconds(4));
		cache.put("a", Value.of(Duration.ofSeconds(20)));
		assertLives(cache, "a", Duration.ofSeconds(20));
	}

	@Test
	void aValueWithoutATimeLivesAsLongAsTheWorkloadSays() {
		LocalCache<String, Value> cache = cache(Workload.builder().expireAfterWrite(EXPIRE));
		cache.put("a", Value.of(null));
		assertLives(cache, "a", EXPIRE);
		cache.put("a", Value.of(EXPIRE.multipliedBy(2)));
		assertLives(cache, "a", EXPIRE.multipliedBy(2));
	}

	@Test
	void aValueWithoutATimeLivesForEverIfTheWorkloadSaysNothing() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		cache.put("a", Value.of(null));
		this.clock.advance(Duration.ofDays(365 * 100));
		assertThat(cache.get("a")).isNotNull();
	}

	@Test
	void aTimeThatIsNoneEndsAtOnce() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		List<Duration> none = List.of(Duration.ZERO, NANO.negated(), Duration.ofDays(-1),
				Duration.ofSeconds(Long.MIN_VALUE));
		for (Duration duration : none) {
			cache.put(duration.toString(), Value.of(duration));
		}
		this.clock.advance(NANO);
		assertThat(none).allSatisfy((duration) -> assertThat(cache.get(duration.toString())).isNull());
		sweep(cache);
		assertThat(cache.size()).isZero();
	}

	@Test
	void aTimeThatIsNoneAfterAReadEndsAtOnceToo() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		List<Duration> none = List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofSeconds(Long.MIN_VALUE));
		for (Duration duration : none) {
			cache.put(duration.toString(), new Value(EXPIRE, duration));
			assertThat(cache.get(duration.toString())).isNotNull();
		}
		this.clock.advance(NANO);
		assertThat(none).allSatisfy((duration) -> assertThat(cache.get(duration.toString())).isNull());
	}

	@Test
	void aTimeMayBeLongerThanNanosecondsCanCount() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		List<Duration> times = List.of(Workload.FOREVER, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
				Duration.ofNanos(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE - 1));
		for (Duration duration : times) {
			cache.put(duration.toString(), new Value(duration, duration));
		}
		for (int century = 0; century < 2; century++) {
			assertThat(times).allSatisfy((duration) -> assertThat(cache.get(duration.toString())).isNotNull());
			this.clock.advance(Duration.ofDays(365 * 50));
		}
	}

	@Test
	void aReadMayLengthenTheTimeOfAValue() {
		LocalCache<String, Value> cache = cache(Workload.builder().expireAfterWrite(EXPIRE));
		cache.put("a", new Value(Duration.ofSeconds(5), Duration.ofSeconds(8)));
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(cache.get("a")).isNotNull();
		this.clock.advance(Duration.ofSeconds(8).minus(NANO));
		assertThat(cache.get("a")).isNotNull();
		this.clock.advance(Duration.ofSeconds(8));
		assertThat(cache.get("a")).isNull();
	}

	@Test
	void aReadMayShortenTheTimeOfAValue() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		cache.put("a", new Value(EXPIRE, Duration.ofSeconds(1)));
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(cache.get("a")).isNotNull();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.get("a")).isNull();
	}

	@Test
	void aReadThatSaysNothingLeavesTheTimeOfAValueAsItIs() {
		LocalCache<String, Value> cache = cache(Workload.builder());
		cache.put("a", Value.of(Duration.ofSeconds(5)));
		for (int second = 0; second < 5; second++) {
			assertThat(cache.get("a")).isNotNull();
			this.clock.advance(Duration.ofSeconds(1));
		}
		assertThat(cache.get("a")).isNull();
	}

	@Test
	void aTimeToIdleStandsBesideTheTimesOfSingleValues() {
		LocalCache<String, Value> cache = cache(Workload.builder().expireAfterAccess(Duration.ofSeconds(5)));
		cache.put("read", Value.of(Duration.ofSeconds(12)));
		cache.put("unread", Value.of(Duration.ofSeconds(12)));
		cache.put("short", Value.of(Duration.ofSeconds(2)));
		cache.put("own", new Value(null, Duration.ofSeconds(60)));
		assertThat(cache.get("own")).isNotNull();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(cache.get("short")).isNull();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(cache.get("read")).isNotNull();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.get("unread")).isNull();
		this.clock.advance(Duration.ofSeconds(4).minus(NANO));
		assertThat(cache.get("read")).isNotNull();
		this.clock.advance(Duration.ofSeconds(3).plus(NANO));
		assertThat(cache.get("read")).as("after 12 s").isNull();
		assertThat(cache.get("own")).isNotNull();
	}

	@Test
	void anExpiredValueThatIsKeptIsNotRevivedByARead() {
		LocalCache<String, Value> cache = LocalCache
			.<String, Value>builder("rates", Workload.builder().variableExpiry(true).build())
			.expiry(new Expiry<String, Value>() {

				@Override
				public @Nullable Duration afterWrite(String key, Value value) {
					return value.afterWrite();
				}

				@Override
				public @Nullable Duration afterRead(String key, Value value) {
					return value.afterRead();
				}

			})
			.keepsAges(this.keepsAges)
			.loadPolicy(new LoadPolicy(null, null, EXPIRE))
			.nanoClock(this.clock)
			.build();
		cache.put("a", new Value(Duration.ofSeconds(5), Duration.ofSeconds(3)));
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(cache.get("a")).isNotNull();
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(cache.get("a")).isNull();
		assertThat(cache.get("a")).as("after a read").isNull();
		assertThat(cache.peek("a")).isNotNull();
		this.clock.advance(EXPIRE.minus(NANO));
		assertThat(cache.peek("a")).isNotNull();
		this.clock.advance(NANO);
		assertThat(cache.peek("a")).isNull();
	}

	@Test
	void expiryAndWeigherSeeTheValuesThatWereGivenToTheCache() throws Exception {
		List<Object> seen = new ArrayList<>();
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("texts", Workload.builder().maximumWeight(10L).variableExpiry(true).build())
			.weigher((key, value) -> {
				seen.add(value);
				return value.length();
			})
			.expiry(new Expiry<String, String>() {

				@Override
				public @Nullable Duration afterWrite(String key, String value) {
					seen.add(value);
					return null;
				}

				@Override
				public @Nullable Duration afterRead(String key, String value) {
					seen.add(value);
					return null;
				}

			})
			.keepsAges(this.keepsAges)
			.nanoClock(this.clock)
			.build();
		cache.put("a", "12345");
		assertThat(cache.get("a")).isEqualTo("12345");
		assertThat(cache.get("b", () -> "1234567")).isEqualTo("1234567");
		cache.map().cleanUp();
		assertThat(cache.size()).isEqualTo(1);
		assertThat(seen).contains("12345", "1234567").allMatch((value) -> value instanceof String);
	}

	@Test
	void aTimeThatCannotBeToldFailsTheCallerAndStoresNothing() {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("rates", Workload.builder().variableExpiry(true).build())
			.expiry((key, value) -> {
				throw new IllegalStateException("no time");
			})
			.keepsAges(this.keepsAges)
			.build();
		assertThatIllegalStateException().isThrownBy(() -> cache.put("a", "value")).withMessage("no time");
		assertThatIllegalStateException().isThrownBy(() -> cache.get("a", () -> "value")).withMessage("no time");
		assertThat(cache.flights()).isZero();
		assertThat(cache.size()).isZero();
	}

	@Test
	void anExpiryThatTheWorkloadDoesNotSpeakOfIsRefused() {
		LocalCache.Builder<String, String> builder = LocalCache
			.<String, String>builder("rates", Workload.builder().expectedEntries(10).build())
			.expiry((key, value) -> EXPIRE)
			.keepsAges(this.keepsAges);
		assertThatIllegalStateException().isThrownBy(builder::build)
			.withMessageContainingAll("'concurrent'", "expiry", "'caffeine'");
	}

	/**
	 * Removes what has expired, which the map looks for once in a second or so.
	 */
	private void sweep(LocalCache<?, ?> cache) {
		this.clock.advance(Duration.ofSeconds(5));
		cache.map().cleanUp();
	}

	private void assertLives(LocalCache<String, Value> cache, String key, Duration duration) {
		this.clock.advance(duration.minus(NANO));
		assertThat(cache.get(key)).as("%s just before its time", key).isNotNull();
		this.clock.advance(NANO);
		assertThat(cache.get(key)).as("%s after its time", key).isNull();
	}

	/**
	 * A value that says how long it lives.
	 */
	private record Value(@Nullable Duration afterWrite, @Nullable Duration afterRead) {

		static Value of(@Nullable Duration afterWrite) {
			return new Value(afterWrite, null);
		}

	}

}
