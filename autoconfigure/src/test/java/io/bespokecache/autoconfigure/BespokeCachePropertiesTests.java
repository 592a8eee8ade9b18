package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import io.bespokecache.map.Weigher;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BespokeCachePropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class));

	@Test
	void aCacheForWhichNothingIsSaidIsBoundedToTenThousandEntries() {
		this.contextRunner.run(definition("any", (definition) -> {
			assertThat(definition.workload()).isEqualTo(
					Workload.builder().readRatio(0.9).keyLifetime(Workload.FOREVER).maximumSize(10_000L).build());
			assertThat(definition.selection().strategy()).isEqualTo(Strategy.ADAPTIVE_FIFO);
			assertThat(definition.source()).isEqualTo("bespoke.cache.defaults");
		}));
	}

	@Test
	void everySettingOfACacheIsRead() {
		configured("""
				caches:
				  rates:
				    workload:
				      read-ratio: 0.75
				      key-lifetime: 2d
				      expected-entries: 150
				    maximum-size: 200
				    expire-after-write: 30m
				    expire-after-access: 90s
				    strategy: caffeine
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload()).isEqualTo(new Workload(0.75, Duration.ofDays(2), 150, BulkNeed.NONE, 200L,
					null, Duration.ofMinutes(30), Duration.ofSeconds(90), false, ReferenceStrength.STRONG, false));
			assertThat(definition.assumed()).isEmpty();
			assertThat(definition.source()).isEqualTo("bespoke.cache.caches.rates");
			assertThat(definition.selection().reason()).startsWith("The configuration demands 'caffeine'");
		}));
	}

	@Test
	void valuesAndKeysAreHeldAsFirmlyAsTheCacheSays() {
		configured("""
				defaults:
				  values: soft
				caches:
				  soft:
				  strong: { values: strong }
				  weak: { values: WEAK }
				  keys: { weak-keys: true }
				""").run((context) -> {
			CacheDefinitions definitions = context.getBean(CacheDefinitions.class);
			assertThat(definitions.definitionOf("soft").workload().values()).isEqualTo(ReferenceStrength.SOFT);
			assertThat(definitions.definitionOf("strong").workload().values()).isEqualTo(ReferenceStrength.STRONG);
			assertThat(definitions.definitionOf("weak").workload().values()).isEqualTo(ReferenceStrength.WEAK);
			assertThat(definitions.definitionOf("weak").workload().weakKeys()).isFalse();
			assertThat(definitions.definitionOf("weak").selection().strategy()).isEqualTo(Strategy.LRU_REFERENCE);
			assertThat(definitions.definitionOf("keys").workload().weakKeys()).isTrue();
			assertThat(definitions.definitionOf("keys").selection().strategy()).isEqualTo(Strategy.LRU_REFERENCE);
		});
	}

	@Test
	void aCacheOfWeakValuesLosesThoseThatNobodyElseRefersTo() {
		configured("""
				caches:
				  pages: { values: weak }
				""").run((context) -> {
			BespokeCache pages = cache(context, "pages");
			Object held = new Object();
			pages.put("held", held);
			pages.put("dropped", new Object());
			await().pollDelay(Duration.ZERO).untilAsserted(() -> {
				System.gc();
				assertThat(pages.get("dropped")).isNull();
			});
			assertThat(pages.get("held", Object.class)).isSameAs(held);
		});
	}

	@Test
	void aCacheOfWeakKeysLosesTheEntriesWhoseKeysNobodyElseRefersTo() {
		configured("""
				caches:
				  pages: { weak-keys: true }
				""").run((context) -> {
			BespokeCache pages = cache(context, "pages");
			Long held = 1_000_000L;
			pages.put(held, "held");
			pages.put(2_000_000L, "dropped");
			await().pollDelay(Duration.ZERO).untilAsserted(() -> {
				System.gc();
				assertThat(pages.get(2_000_000L)).isNull();
			});
			assertThat(pages.get(1_000_000L, String.class)).isEqualTo("held");
			assertThat(held).isNotNull();
		});
	}

	@Test
	void everySettingThatACacheLacksComesFromTheDefaults() {
		configured("""
				defaults:
				  workload:
				    read-ratio: 0.75
				    key-lifetime: 2d
				    expected-entries: 150
				  maximum-size: 200
				  expire-after-write: 30m
				  expire-after-access: 90s
				  strategy: caffeine
				caches:
				  rates:
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload()).isEqualTo(new Workload(0.75, Duration.ofDays(2), 150, BulkNeed.NONE, 200L,
					null, Duration.ofMinutes(30), Duration.ofSeconds(90), false, ReferenceStrength.STRONG, false));
			assertThat(definition.assumed()).isEmpty();
			assertThat(definition.selection().reason()).startsWith("The configuration demands 'caffeine'");
		}));
	}

	@Test
	void everySettingOfACacheComesBeforeTheDefaults() {
		configured("""
				defaults:
				  workload:
				    read-ratio: 0.1
				    key-lifetime: 1s
				    expected-entries: 1
				  maximum-size: 1
				  expire-after-write: 1s
				  expire-after-access: 1ms
				caches:
				  rates:
				    workload:
				      read-ratio: 0.75
				      key-lifetime: 2d
				      expected-entries: 150
				    maximum-size: 200
				    expire-after-write: 30m
				    expire-after-access: 90s
				""")
			.run(definition("rates",
					(definition) -> assertThat(definition.workload()).isEqualTo(new Workload(0.75, Duration.ofDays(2),
							150, BulkNeed.NONE, 200L, null, Duration.ofMinutes(30), Duration.ofSeconds(90), false,
							ReferenceStrength.STRONG, false))));
	}

	@Test
	void aMaximumWeightIsReadWithItsWeigher() {
		configured("""
				caches:
				  pages:
				    maximum-weight: 5000
				    weigher: bytes
				""").withBean("bytes", Weigher.class, () -> (key, value) -> 7).run(definition("pages", (definition) -> {
			assertThat(definition.workload().maximumWeight()).isEqualTo(5000);
			assertThat(definition.workload().maximumSize()).isNull();
			assertThat(definition.options().weigher()).isNotNull()
				.extracting((weigher) -> weigher.weigh("key", "value"))
				.isEqualTo(7);
		}));
	}

	@Test
	void aWeigherInTheDefaultsServesTheCachesThatHaveAWeight() {
		configured("""
				defaults:
				  weigher: bytes
				caches:
				  pages:
				    maximum-weight: 5000
				  rates:
				    maximum-size: 100
				""").withBean("bytes", Weigher.class, () -> (key, value) -> 7).run((context) -> {
			assertThat(cache(context, "pages").getDefinition().options().weigher()).isNotNull();
			assertThat(cache(context, "rates").getDefinition().options().weigher()).isNull();
		});
	}

	@Test
	void aCacheWithAWeightDoesNotInheritAMaximumSize() {
		configured("""
				defaults:
				  maximum-size: 100
				caches:
				  pages:
				    maximum-weight: 5000
				    weigher: bytes
				""").withBean("bytes", Weigher.class, () -> (key, value) -> 1)
			.run(definition("pages", (definition) -> assertThat(definition.workload().maximumSize()).isNull()));
	}

	@Test
	void anUnboundedCacheDoesNotInheritAMaximumSize() {
		configured("""
				defaults:
				  maximum-size: 100
				caches:
				  countries:
				    unbounded: true
				""")
			.run(definition("countries", (definition) -> assertThat(definition.workload().requirements()).isEmpty()));
	}

	@Test
	void aCacheWithAMaximumSizeDoesNotInheritThatItIsUnbounded() {
		configured("""
				defaults:
				  unbounded: true
				caches:
				  rates:
				    maximum-size: 100
				""").run((context) -> {
			assertThat(cache(context, "rates").getDefinition().workload().maximumSize()).isEqualTo(100);
			assertThat(cache(context, "any").getDefinition().workload().maximumSize()).isNull();
		});
	}

	@Test
	void aCacheThatIsNotUnboundedOverUnboundedDefaultsHasTheCustomaryBound() {
		configured("""
				defaults:
				  unbounded: true
				caches:
				  rates:
				    unbounded: false
				""").run(
				definition("rates", (definition) -> assertThat(definition.workload().maximumSize()).isEqualTo(10_000)));
	}

	@Test
	void aCacheThatIsNotUnboundedKeepsTheBoundOfTheDefaults() {
		configured("""
				defaults:
				  maximum-size: 100
				caches:
				  rates:
				    unbounded: false
				""")
			.run(definition("rates", (definition) -> assertThat(definition.workload().maximumSize()).isEqualTo(100)));
	}

	@Test
	void whatNobodyDeclaredIsAssumedFromWhatTheCacheIsToldToDo() {
		configured("""
				caches:
				  rates:
				    maximum-size: 200
				    expire-after-write: 30m
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload().readRatio()).isEqualTo(0.9);
			assertThat(definition.workload().keyLifetime()).isEqualTo(Duration.ofMinutes(30));
			assertThat(definition.workload().expectedEntries()).isEqualTo(200);
			assertThat(definition.assumed()).containsExactlyInAnyOrder("readRatio", "keyLifetime", "expectedEntries");
		}));
	}

	@Test
	void aHugeBoundIsNotTakenForAnExpectation() {
		configured("""
				caches:
				  rates:
				    maximum-size: 1000000000
				""").run(definition("rates",
				(definition) -> assertThat(definition.workload().expectedEntries()).isEqualTo(10_000)));
	}

	@Test
	void aKeyLifetimeMayBeForever() {
		configured("""
				caches:
				  countries:
				    workload: { key-lifetime: forever }
				""").run(definition("countries", (definition) -> {
			assertThat(definition.workload().keyLifetime()).isEqualTo(Workload.FOREVER);
			assertThat(definition.assumed()).doesNotContain("keyLifetime");
		}));
	}

	@Test
	void aNumberWithoutAUnitIsInMillisecondsAsInSpringBoot() {
		configured("""
				caches:
				  rates:
				    workload: { key-lifetime: 60000 }
				    expire-after-write: 60000
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload().keyLifetime()).isEqualTo(Duration.ofMinutes(1));
			assertThat(definition.workload().expireAfterWrite()).isEqualTo(Duration.ofMinutes(1));
		}));
	}

	@Test
	void aStrategyIsTakenInsteadOfTheChosenOne() {
		configured("""
				caches:
				  visits:
				    unbounded: true
				    workload: { read-ratio: 0.5, expected-entries: 3000 }
				    strategy: SHARDED
				""").run(definition("visits", (definition) -> {
			assertThat(definition.selection().strategy()).isEqualTo(Strategy.SHARDED);
			assertThat(definition.selection().reason()).contains("'concurrent' would have been chosen");
		}));
	}

	@ParameterizedTest
	@CsvSource({ "snapshot, SNAPSHOT", "ATOMIC, READ_WRITE_LOCK" })
	void aBulkNeedIsMetByAStrategyThatIsMadeForIt(String bulk, Strategy strategy) {
		configured("""
				caches:
				  tariffs:
				    unbounded: true
				    workload: { bulk: %s, read-ratio: 0.9 }
				""".formatted(bulk)).run((context) -> {
			CacheDefinition definition = cache(context, "tariffs").getDefinition();
			assertThat(definition.workload().bulk().id()).isEqualToIgnoringCase(bulk);
			assertThat(definition.selection().strategy()).isEqualTo(strategy);
			assertThat(definition.assumed()).doesNotContain("bulk");
			assertThat(cache(context, "tariffs").getNativeCache().strategy()).isEqualTo(strategy);
		});
	}

	@Test
	void aBulkNeedComesFromTheDefaultsAndACacheMayGiveItUp() {
		configured("""
				defaults:
				  unbounded: true
				  workload: { bulk: atomic }
				caches:
				  tariffs:
				  rates:
				    maximum-size: 100
				    workload: { bulk: none }
				""").run((context) -> {
			assertThat(cache(context, "tariffs").getDefinition().workload().bulk()).isEqualTo(BulkNeed.ATOMIC);
			assertThat(cache(context, "rates").getDefinition().workload().bulk()).isEqualTo(BulkNeed.NONE);
			assertThat(cache(context, "rates").getDefinition().selection().strategy().capabilities())
				.contains(Capability.MAXIMUM_SIZE);
		});
	}

	@Test
	void declaredCachesExistFromTheStartAndPatternsAreNone() {
		configured("""
				caches:
				  rates:
				  UPPER_case-name:
				  "[com.example.Orders]":
				  "[session-*]":
				""").run((context) -> assertThat(context.getBean(BespokeCacheManager.class).getCacheNames())
			.containsExactlyInAnyOrder("rates", "UPPER_case-name", "com.example.Orders"));
	}

	@Test
	void namesOfEveryKindGetTheirSettings() {
		configured("""
				caches:
				  UPPER_case-name:
				    maximum-size: 1
				  _under:
				    maximum-size: 2
				  "[com.example.Orders]":
				    maximum-size: 3
				  "[a b/c]":
				    maximum-size: 4
				  2nd:
				    maximum-size: 5
				""").run((context) -> {
			assertThat(cache(context, "UPPER_case-name").getDefinition().workload().maximumSize()).isEqualTo(1);
			assertThat(cache(context, "_under").getDefinition().workload().maximumSize()).isEqualTo(2);
			assertThat(cache(context, "com.example.Orders").getDefinition().workload().maximumSize()).isEqualTo(3);
			assertThat(cache(context, "a b/c").getDefinition().workload().maximumSize()).isEqualTo(4);
			assertThat(cache(context, "2nd").getDefinition().workload().maximumSize()).isEqualTo(5);
		});
	}

	@Test
	void aCacheThatIsCreatedAtRunTimeTakesTheLongestPatternThatMatches() {
		configured("""
				caches:
				  "[session-*]":
				    maximum-size: 1
				  "[session-admin-*]":
				    maximum-size: 2
				  "[*-admin-eu]":
				    maximum-size: 3
				""").run((context) -> {
			assertThat(cache(context, "session-guest").getDefinition().workload().maximumSize()).isEqualTo(1);
			assertThat(cache(context, "session-admin-eu").getDefinition().workload().maximumSize()).isEqualTo(2);
			assertThat(cache(context, "site-admin-eu").getDefinition().workload().maximumSize()).isEqualTo(3);
			assertThat(cache(context, "session-guest").getDefinition().source())
				.isEqualTo("bespoke.cache.caches[session-*]");
		});
	}

	@Test
	void anExactNameComesBeforeALongerPattern() {
		configured("""
				caches:
				  "[session-*******]":
				    maximum-size: 1
				  session-eu:
				    maximum-size: 2
				""").run(
				definition("session-eu", (definition) -> assertThat(definition.workload().maximumSize()).isEqualTo(2)));
	}

	@Test
	void aCacheThatMatchesNothingTakesTheDefaults() {
		configured("""
				defaults:
				  maximum-size: 7
				caches:
				  "[session-*]":
				    maximum-size: 1
				""").run(definition("rates", (definition) -> {
			assertThat(definition.workload().maximumSize()).isEqualTo(7);
			assertThat(definition.source()).isEqualTo("bespoke.cache.defaults");
		}));
	}

	@Test
	void aPatternInheritsTheDefaults() {
		configured("""
				defaults:
				  maximum-size: 7
				caches:
				  "[session-*]":
				    expire-after-write: 60s
				""").run(definition("session-eu", (definition) -> {
			assertThat(definition.workload().maximumSize()).isEqualTo(7);
			assertThat(definition.workload().expireAfterWrite()).isEqualTo(Duration.ofMinutes(1));
		}));
	}

	@Test
	void anEnvironmentVariableOverridesASettingAndMakesNoSecondCache() {
		configured("""
				caches:
				  city-by-id:
				    maximum-size: 1
				    expire-after-write: 60s
				""")
			.withInitializer(
					(context) -> context.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource(
								StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("BESPOKE_CACHE_CACHES_CITYBYID_MAXIMUMSIZE", "500"))))
			.run((context) -> {
				assertThat(context.getBean(BespokeCacheManager.class).getCacheNames()).containsExactly("city-by-id");
				assertThat(cache(context, "city-by-id").getDefinition().workload().maximumSize()).isEqualTo(500);
				assertThat(cache(context, "city-by-id").getDefinition().workload().expireAfterWrite())
					.isEqualTo(Duration.ofMinutes(1));
			});
	}

	private ApplicationContextRunner configured(String yaml) {
		return this.contextRunner.withInitializer(new YamlConfiguration(yaml));
	}

	private static ContextConsumer<AssertableApplicationContext> definition(String name,
			Consumer<CacheDefinition> assertions) {
		return (context) -> assertions.accept(cache(context, name).getDefinition());
	}

}
