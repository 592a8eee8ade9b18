package io.bespokecache.cache;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of entries that are looked at with their age, taken out, and put back.
 */
class AgedEntryTests {

	private static final Duration EXPIRE = Duration.ofMinutes(10);

	private static final Duration NANO = Duration.ofNanos(1);

	private final FakeClock clock = new FakeClock();

	@ForEachStrategy
	void aCacheThatKeepsNoAgesShowsItsEntriesWithoutThem(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		cache.put("Bern", "value");
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("value", null, false));
		assertThat(cache.peek("Basel")).isNull();
		assertThat(entries(cache)).containsExactly(Map.entry("Bern=value", Duration.ZERO));
		assertThat(cache.map().get("Bern")).isEqualTo("value");
		assertNothingWasCounted(cache);
	}

	@ForEachStrategy
	void aCacheThatKeepsAgesShowsThem(Strategy strategy) {
		LocalCache<String, String> cache = aging(strategy);
		cache.put("Bern", "value");
		this.clock.advance(Duration.ofDays(1));
		cache.put("Basel", "value");
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("value", Duration.ofDays(1).plusSeconds(1), false));
		assertThat(entries(cache)).containsExactly(Map.entry("Basel=value", Duration.ofSeconds(1)),
				Map.entry("Bern=value", Duration.ofDays(1).plusSeconds(1)));
		assertNothingWasCounted(cache);
	}

	@ForEachStrategy
	void aCacheThatKeepsAgesNeverLetsItsEntriesExpireUnlessItIsTold(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = aging(strategy);
		cache.put("Bern", "value");
		this.clock.advance(Duration.ofDays(365 * 100));
		assertThat(cache.getSettled("Bern")).isEqualTo("value");
		assertThat(cache.get("Bern", () -> "never")).isEqualTo("value");
		assertThat(cache.remove("Bern")).isTrue();
	}

	@ForEachStrategy
	void aRestoredEntryIsAsOldAsItWasAndNoPut(Strategy strategy) {
		LocalCache<String, String> cache = aging(strategy);
		assertThat(cache.restore("Bern", "value", Duration.ofHours(1))).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(cache.peek("Bern")).isEqualTo(new CachedValue<>("value", Duration.ofHours(1).plusSeconds(1), false));
		assertNothingWasCounted(cache);
	}

	@ForEachStrategy
	void anEntryIsNotRestoredOverAnother(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		cache.put("Bern", "put");
		assertThat(cache.restore("Bern", "restored", Duration.ZERO)).isFalse();
		assertThat(cache.restore("Basel", "restored", Duration.ofDays(1))).isTrue();
		assertThat(cache.get("Bern")).isEqualTo("put");
		assertThat(cache.get("Basel")).isEqualTo("restored");
		assertThat(cache.statistics().puts()).isEqualTo(1);
	}

	@ForEachStrategy
	void anEntryThatIsBeingLoadedIsNotRestored(Strategy strategy) throws Exception {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(cache.get("Bern", () -> {
			assertThat(cache.restore("Bern", "restored", Duration.ZERO)).isFalse();
			return "loaded";
		})).isEqualTo("loaded");
		assertThat(cache.get("Bern")).isEqualTo("loaded");
	}

	@ForEachStrategy
	@SuppressWarnings("NullAway") // a caller that is not checked for nulls
	void nullsAreNotRestored(Strategy strategy) {
		LocalCache<String, String> cache = aging(strategy);
		assertThatNullPointerException().isThrownBy(() -> cache.restore("Bern", null, Duration.ZERO));
		assertThatNullPointerException().isThrownBy(() -> cache.restore(null, "value", Duration.ZERO));
		assertThat(cache.size()).isZero();
	}

	@Test
	void aRestoredEntryExpiresAsIfItHadNeverBeenAway() {
		LocalCache<String, String> cache = expiring();
		assertThat(cache.restore("Bern", "value", EXPIRE.minusSeconds(1))).isTrue();
		assertThat(cache.restore("Basel", "value", EXPIRE)).as("its time has passed").isFalse();
		assertThat(cache.restore("Chur", "value", Workload.FOREVER)).isFalse();
		this.clock.advance(Duration.ofSeconds(1).minus(NANO));
		assertThat(cache.get("Bern")).isEqualTo("value");
		this.clock.advance(NANO);
		assertThat(cache.get("Bern")).isNull();
		assertThat(cache.peek("Bern")).isNull();
		assertThat(entries(cache)).isEmpty();
		assertThat(cache.restore("Bern", "again", Duration.ZERO)).isTrue();
		assertThat(cache.get("Bern")).isEqualTo("again");
	}

	@Test
	void anEntryThatGoesFromOneCacheToAnotherKeepsItsTime() {
		LocalCache<String, String> before = expiring();
		before.put("Bern", "value");
		this.clock.advance(Duration.ofMinutes(4));
		LocalCache<String, String> after = expiring();
		before.forEach((key, value, age) -> assertThat(after.restore(key, value, age)).isTrue());
		this.clock.advance(Duration.ofMinutes(6).minus(NANO));
		assertThat(after.get("Bern")).isEqualTo("value");
		this.clock.advance(NANO);
		assertThat(after.get("Bern")).isNull();
	}

	@Test
	void visitingAndPeekingAreNoReadsToTheCountsButAPeekIsOneToTheMap() {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("sessions", Workload.builder().expireAfterAccess(EXPIRE).build())
			.nanoClock(this.clock)
			.build();
		cache.put("peeked", "value");
		cache.put("visited", "value");
		this.clock.advance(Duration.ofMinutes(6));
		assertThat(cache.peek("peeked")).isNotNull();
		assertThat(entries(cache)).hasSize(2);
		this.clock.advance(Duration.ofMinutes(6));
		assertThat(cache.peek("peeked")).isNotNull();
		assertThat(cache.peek("visited")).isNull();
		assertThat(cache.statistics().hits() + cache.statistics().misses()).isZero();
	}

	private <V> LocalCache<String, V> aging(Strategy strategy) {
		return Caches.<String, V>builder(strategy).keepsAges(true).nanoClock(this.clock).build();
	}

	private LocalCache<String, String> expiring() {
		return LocalCache.<String, String>builder("cities", Workload.builder().expireAfterWrite(EXPIRE).build())
			.keepsAges(true)
			.nanoClock(this.clock)
			.build();
	}

	private static Map<String, Duration> entries(LocalCache<String, String> cache) {
		Map<String, Duration> entries = new TreeMap<>();
		cache.forEach((key, value, age) -> entries.put(key + "=" + value, age));
		return entries;
	}

	private static void assertNothingWasCounted(LocalCache<?, ?> cache) {
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.hits() + statistics.misses() + statistics.loads()).isZero();
		assertThat(statistics.puts()).isLessThanOrEqualTo(cache.size());
	}

}
