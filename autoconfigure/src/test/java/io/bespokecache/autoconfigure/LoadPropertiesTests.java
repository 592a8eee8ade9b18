package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.spring.RefreshOptions;
import io.bespokecache.workload.Adaptivity;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What properties say about loads, nulls, times to live of single entries, and
 * transactions.
 */
class LoadPropertiesTests {

	private static final Expiry<Object, Object> EXPIRY = (key, value) -> Duration.ofMinutes(7);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
		.withBean("byMaturity", Expiry.class, () -> EXPIRY);

	@Test
	void aCacheForWhichNothingIsSaidLoadsOnceAndStoresNulls() {
		this.contextRunner.run(definition("any", (definition) -> {
			assertThat(definition.loads()).isEqualTo(LoadPolicy.NONE);
			assertThat(definition.options()).isEqualTo(CacheOptions.DEFAULTS);
			assertThat(definition.workload().variableExpiry()).isFalse();
		}));
	}

	@Test
	void everySettingOfACacheIsRead() {
		configured("""
				caches:
				  rates:
				    expire-after-write: 30m
				    refresh-after-write: 10m
				    stale-on-error: 1h
				    expiry-jitter: 0.25
				    load-once: false
				    load-timeout: 2s
				    nulls-expire-after-write: 30s
				    expiry: byMaturity
				    transaction-aware: true
				""").run(definition("rates", LoadPropertiesTests::assertEverySetting));
	}

	@Test
	void everySettingThatACacheLacksComesFromTheDefaults() {
		configured("""
				defaults:
				  expire-after-write: 30m
				  refresh-after-write: 10m
				  stale-on-error: 1h
				  expiry-jitter: 0.25
				  load-once: false
				  load-timeout: 2s
				  nulls-expire-after-write: 30s
				  expiry: byMaturity
				  transaction-aware: true
				caches:
				  rates:
				""").run(definition("rates", LoadPropertiesTests::assertEverySetting));
	}

	@Test
	void everySettingOfACacheComesBeforeTheDefaults() {
		configured("""
				defaults:
				  expire-after-write: 3m
				  refresh-after-write: 1m
				  stale-on-error: 1m
				  expiry-jitter: 0.5
				  load-once: true
				  load-timeout: 1s
				  nulls: skip
				  nulls-expire-after-write: 1s
				  expiry: byAge
				  transaction-aware: false
				caches:
				  rates:
				    expire-after-write: 30m
				    refresh-after-write: 10m
				    stale-on-error: 1h
				    expiry-jitter: 0.25
				    load-once: false
				    load-timeout: 2s
				    nulls: store
				    nulls-expire-after-write: 30s
				    expiry: byMaturity
				    transaction-aware: true
				""").withBean("byAge", Expiry.class, () -> (key, value) -> Duration.ofSeconds(1))
			.run(definition("rates", LoadPropertiesTests::assertEverySetting));
	}

	private static void assertEverySetting(CacheDefinition definition) {
		assertThat(definition.workload().expireAfterWrite()).isEqualTo(Duration.ofMinutes(30));
		assertThat(definition.workload().variableExpiry()).isTrue();
		assertThat(definition.loads())
			.isEqualTo(new LoadPolicy(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofHours(1)));
		assertThat(definition.options()).isEqualTo(new CacheOptions(false, NullPolicy.STORE, Duration.ofSeconds(30),
				true, null, EXPIRY, 0.25, null, null, Adaptivity.ADVISE, null));
	}

	@Test
	void eachPolicyForNullsIsRead() {
		configured("""
				caches:
				  a: { nulls: store }
				  b: { nulls: skip }
				  c: { nulls: REJECT }
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("a").options().nullPolicy()).isEqualTo(NullPolicy.STORE);
			assertThat(definitions.definitionOf("b").options().nullPolicy()).isEqualTo(NullPolicy.SKIP);
			assertThat(definitions.definitionOf("c").options().nullPolicy()).isEqualTo(NullPolicy.REJECT);
		});
	}

	@Test
	void nullsThatExpireAskForTimesToLiveOfSingleEntries() {
		configured("""
				caches:
				  rates:
				    unbounded: true
				    nulls-expire-after-write: 30s
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload().variableExpiry()).isTrue();
			assertThat(definition.selection().strategy().capabilities()).contains(Capability.EXPIRY);
		}));
	}

	@Test
	void nullsMayExpireLaterThanOtherValues() {
		configured("""
				caches:
				  rates:
				    expire-after-write: 10m
				    nulls-expire-after-write: 1h
				""").run(definition("rates", (definition) -> assertThat(definition.options().nullsExpireAfterWrite())
			.isEqualTo(Duration.ofHours(1))));
	}

	@Test
	void aTimeToLiveOfNullsInTheDefaultsIsIdleInACacheThatStoresNone() {
		configured("""
				defaults:
				  nulls-expire-after-write: 30s
				caches:
				  rates:
				    nulls: skip
				    unbounded: true
				    strategy: concurrent
				""").run(definition("rates", (definition) -> {
			assertThat(definition.options().nullsExpireAfterWrite()).isNull();
			assertThat(definition.workload().variableExpiry()).isFalse();
		}));
	}

	@Test
	void aTimeToLiveOfNullsInTheDefaultsServesTheCachesThatStoreNulls() {
		configured("""
				defaults:
				  nulls: skip
				  nulls-expire-after-write: 30s
				caches:
				  rates:
				    nulls: store
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("any").options().nullsExpireAfterWrite()).isNull();
			assertThat(definitions.definitionOf("rates").options().nullsExpireAfterWrite())
				.isEqualTo(Duration.ofSeconds(30));
		});
	}

	@Test
	void staleValuesInTheDefaultsServeTheCachesThatExpire() {
		configured("""
				defaults:
				  stale-on-error: 1h
				caches:
				  countries:
				    unbounded: true
				  sessions:
				    expire-after-access: 10m
				  rates:
				    expire-after-write: 10m
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("any").loads()).isEqualTo(LoadPolicy.NONE);
			assertThat(definitions.definitionOf("countries").loads()).isEqualTo(LoadPolicy.NONE);
			assertThat(definitions.definitionOf("sessions").loads()).isEqualTo(LoadPolicy.NONE);
			assertThat(definitions.definitionOf("rates").loads().staleOnError()).isEqualTo(Duration.ofHours(1));
		});
	}

	@Test
	void whatWouldHaveToBeKeptBesideWeakValuesIsIdleUnlessItIsTheCachesOwn() {
		configured("""
				defaults:
				  expire-after-write: 10m
				  load-timeout: 2s
				  refresh-after-write: 5m
				  stale-on-error: 1h
				caches:
				  icons:
				    values: weak
				  brief:
				    values: weak
				    expire-after-write: 1m
				  pages:
				    values: soft
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			LoadPolicy idle = new LoadPolicy(Duration.ofSeconds(2), null, null);
			assertThat(definitions.definitionOf("icons").loads()).isEqualTo(idle);
			assertThat(definitions.definitionOf("brief").loads()).isEqualTo(idle);
			assertThat(definitions.definitionOf("pages").loads())
				.isEqualTo(new LoadPolicy(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofHours(1)));
			assertThat(cache(context, "icons").get("key", () -> "value")).isEqualTo("value");
		});
	}

	@Test
	void whatWouldHaveToBeKeptBesideWeakValuesIsIdleWhereTheDefaultsHoldThemWeakly() {
		configured("""
				defaults:
				  values: weak
				  expire-after-write: 10m
				  refresh-after-write: 5m
				  stale-on-error: 1h
				caches:
				  rates:
				    values: strong
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("any").loads()).isEqualTo(LoadPolicy.NONE);
			assertThat(definitions.definitionOf("rates").loads())
				.isEqualTo(new LoadPolicy(null, Duration.ofMinutes(5), Duration.ofHours(1)));
		});
	}

	@Test
	void entriesThatExpireHaveAJitterOfATenthUnlessTheyAreGivenAnother() {
		configured("""
				caches:
				  written: { expire-after-write: 10m }
				  idle: { expire-after-access: 10m }
				  single: { expiry: byMaturity }
				  nulls: { nulls-expire-after-write: 10m }
				  wide: { expire-after-write: 10m, expiry-jitter: 0.5 }
				  sharp: { expire-after-write: 10m, expiry-jitter: 0 }
				  bounded: { maximum-size: 10 }
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(List.of("written", "idle", "single", "nulls"))
				.allSatisfy((name) -> assertThat(definitions.definitionOf(name).options().expiryJitter())
					.isEqualTo(SettingsReader.DEFAULT_EXPIRY_JITTER));
			assertThat(definitions.definitionOf("wide").options().expiryJitter()).isEqualTo(0.5);
			assertThat(definitions.definitionOf("sharp").options().expiryJitter()).isZero();
			assertThat(definitions.definitionOf("bounded").options().expiryJitter()).isZero();
		});
	}

	@Test
	void aJitterInTheDefaultsServesTheCachesThatExpire() {
		configured("""
				defaults:
				  expiry-jitter: 0.3
				caches:
				  countries:
				    unbounded: true
				  rates:
				    expire-after-write: 10m
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("any").options().expiryJitter()).isZero();
			assertThat(definitions.definitionOf("countries").options().expiryJitter()).isZero();
			assertThat(definitions.definitionOf("rates").options().expiryJitter()).isEqualTo(0.3);
		});
	}

	@Test
	void aJitterThatNoMapCanKeepBesideWeakValuesIsIdleUnlessItIsTheCachesOwn() {
		configured("""
				defaults:
				  expiry-jitter: 0.3
				  expire-after-write: 10m
				  expire-after-access: 5m
				  values: weak
				caches:
				  library: { strategy: caffeine }
				  references: { strategy: lru-reference }
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("library").options().expiryJitter()).isZero();
			assertThat(definitions.definitionOf("references").options().expiryJitter()).isEqualTo(0.3);
			assertThat(cache(context, "library").getDefinition().selection().strategy()).isEqualTo(Strategy.CAFFEINE);
		});
	}

	@Test
	void refreshesForWhichNothingIsSaidHaveTheDefaults() {
		this.contextRunner.run((context) -> assertThat(context.getBean(CacheDefinitions.class).refreshOptions())
			.isEqualTo(RefreshOptions.DEFAULTS));
	}

	@Test
	void everySettingOfTheRefreshesIsRead() {
		configured("""
				refresh:
				  threads: 2
				  queue-capacity: 0
				  propagate-context: true
				""").run((context) -> assertThat(context.getBean(CacheDefinitions.class).refreshOptions())
			.isEqualTo(new RefreshOptions(2, 0, true)));
	}

	private ApplicationContextRunner configured(String yaml) {
		return this.contextRunner.withInitializer(new YamlConfiguration(yaml));
	}

	private static ContextConsumer<AssertableApplicationContext> definition(String name,
			Consumer<CacheDefinition> assertions) {
		return (context) -> assertions.accept(context.getBean(CacheDefinitions.class).definitionOf(name));
	}

}
