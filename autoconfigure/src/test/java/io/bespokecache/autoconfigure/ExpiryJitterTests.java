package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.bespokecache.map.Expiry;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When the entries of a cache expire that were all written at once, if nothing is said
 * about it: of every strategy whose entries expire.
 */
@ParameterizedClass
@EnumSource(names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
class ExpiryJitterTests {

	private static final int ENTRIES = 1_000;

	private static final Duration MOMENT = Duration.ofNanos(1);

	private final AtomicLong nanos = new AtomicLong();

	private final Strategy strategy;

	ExpiryJitterTests(Strategy strategy) {
		this.strategy = strategy;
	}

	@Test
	void entriesExpireOneAfterTheOtherAndNoneLate() {
		BespokeCache cache = filled("expire-after-write: 100s");
		assertSpread((id) -> cache.get(id) != null);
	}

	@Test
	void softValuesExpireOneAfterTheOtherToo() {
		if (this.strategy != Strategy.ADAPTIVE_FIFO) {
			BespokeCache cache = filled("{ expire-after-write: 100s, values: soft }");
			assertSpread((id) -> cache.get(id) != null);
		}
	}

	@Test
	void idleEntriesExpireOneAfterTheOther() {
		assertIdleSpread("expire-after-access: 100s");
	}

	@Test
	void idleEntriesThatAreRefreshedExpireOneAfterTheOther() {
		assertIdleSpread("{ expire-after-access: 100s, refresh-after-write: 1h }");
	}

	@Test
	void entriesThatAreReadAllTheTimeExpireOneAfterTheOther() {
		BespokeCache cache = filled("{ expire-after-write: 100s, expire-after-access: 60s }");
		waitUntil(Duration.ofSeconds(50));
		assertThat(count((id) -> cache.get(id) != null)).isEqualTo(ENTRIES);
		assertSpread((id) -> cache.get(id) != null);
	}

	@Test
	void entriesWithTimesOfTheirOwnExpireOneAfterTheOther() {
		BespokeCache cache = filled("expiry: hundredSeconds");
		assertSpread((id) -> cache.get(id) != null);
	}

	@Test
	void withoutJitterEveryEntryExpiresOnTime() {
		BespokeCache cache = filled("{ expire-after-write: 100s, expiry-jitter: 0 }");
		waitUntil(Duration.ofSeconds(100).minus(MOMENT));
		assertThat(count((id) -> cache.get(id) != null)).isEqualTo(ENTRIES);
		waitUntil(Duration.ofSeconds(100));
		assertThat(count((id) -> cache.get(id) != null)).isZero();
	}

	@Test
	void entriesThatAreServedWhenTheyHaveExpiredDoSoOneAfterTheOther() {
		BespokeCache cache = filled("{ expire-after-write: 100s, stale-on-error: 50s }");
		assertSpread((id) -> cache.get(id) != null);
	}

	@Test
	void expiredEntriesAreServedForAsLongAsIsSaidOnceEachHasExpired() {
		BespokeCache cache = filled("{ expire-after-write: 100s, stale-on-error: 50s }");
		waitUntil(Duration.ofSeconds(100));
		assertThat(count((id) -> cache.get(id) != null)).isZero();
		assertThat(count((id) -> isServedThoughItCannotBeLoaded(cache, id))).isEqualTo(ENTRIES);
		waitUntil(Duration.ofSeconds(140).minus(MOMENT));
		assertThat(count((id) -> isServedThoughItCannotBeLoaded(cache, id))).isEqualTo(ENTRIES);
		waitUntil(Duration.ofSeconds(150));
		assertThat(count((id) -> isServedThoughItCannotBeLoaded(cache, id))).isZero();
	}

	@Test
	void noEntryExpiresBeforeItsRefreshIsDue() {
		BespokeCache cache = filled("{ expire-after-write: 100s, refresh-after-write: 99s }");
		waitUntil(Duration.ofSeconds(99).minus(MOMENT));
		assertThat(count((id) -> "value".equals(cache.get(id, () -> "new")))).isEqualTo(ENTRIES);
		await().until(() -> cache.getStore().statistics().refreshes() > 0);
	}

	/**
	 * Of entries that live for a hundred seconds at most, all live for ninety.
	 */
	private void assertSpread(IntPredicate present) {
		waitUntil(Duration.ofSeconds(90).minus(MOMENT));
		assertThat(count(present)).isEqualTo(ENTRIES);
		waitUntil(Duration.ofSeconds(95));
		assertThat(count(present)).isBetween(ENTRIES / 4L, ENTRIES * 3 / 4L);
		waitUntil(Duration.ofSeconds(100));
		assertThat(count(present)).isZero();
	}

	/**
	 * To look at an idle entry is to use it, so that each look is at another cache.
	 */
	private void assertIdleSpread(String settings) {
		assertThat(count(idle(settings, Duration.ofSeconds(90).minus(MOMENT)))).isEqualTo(ENTRIES);
		assertThat(count(idle(settings, Duration.ofSeconds(95)))).isBetween(ENTRIES / 4L, ENTRIES * 3 / 4L);
		assertThat(count(idle(settings, Duration.ofSeconds(100)))).isZero();
	}

	private IntPredicate idle(String settings, Duration time) {
		waitUntil(Duration.ZERO);
		BespokeCache cache = filled(settings);
		waitUntil(time);
		return (id) -> cache.get(id) != null;
	}

	private static long count(IntPredicate present) {
		return IntStream.range(0, ENTRIES).filter(present).count();
	}

	private static boolean isServedThoughItCannotBeLoaded(BespokeCache cache, int id) {
		Callable<String> failing = () -> {
			throw new IllegalStateException("no answer");
		};
		try {
			return "value".equals(cache.get(id, failing));
		}
		catch (ValueRetrievalException ex) {
			return false;
		}
	}

	/** Until this long after the entries were written. */
	private void waitUntil(Duration time) {
		this.nanos.set(time.toNanos());
	}

	private BespokeCache filled(String settings) {
		AtomicReference<@Nullable CacheDefinition> definition = new AtomicReference<>();
		String yaml = settings.startsWith("{") ? settings.substring(1, settings.length() - 1) : settings;
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withBean("hundredSeconds", Expiry.class, () -> (key, value) -> Duration.ofSeconds(100))
			.withInitializer(
					new YamlConfiguration("caches: { timed: { strategy: " + this.strategy.id() + ", " + yaml + " } }"))
			.run((context) -> definition.set(context.getBean(CacheDefinitions.class).definitionOf("timed")));
		BespokeCacheManager cacheManager = new BespokeCacheManager(
				new Timed(Objects.requireNonNull(definition.get()), this.nanos::get));
		BespokeCache cache = Objects.requireNonNull(cacheManager.getCache("timed"));
		for (int id = 0; id < ENTRIES; id++) {
			cache.put(id, "value");
		}
		return cache;
	}

	/**
	 * The definition of the one cache there is.
	 *
	 * @param definition the definition
	 * @param nanoClock its clock
	 */
	private record Timed(CacheDefinition definition, LongSupplier nanoClock) implements CacheDefinitions {

		@Override
		public Set<String> names() {
			return Set.of();
		}

		@Override
		public CacheDefinition definitionOf(String cacheName) {
			return this.definition;
		}

	}

}
