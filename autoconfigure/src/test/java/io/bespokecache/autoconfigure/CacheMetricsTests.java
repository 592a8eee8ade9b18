package io.bespokecache.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.Caches;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class CacheMetricsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
						CacheAutoConfiguration.class, BespokeCacheMetricsAutoConfiguration.class,
						CacheMetricsAutoConfiguration.class, CreatedCacheMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("bespoke.cache.caches.declared.maximum-size=2");

	@Test
	void theMetersOfADeclaredCacheAgreeWithItsCounts() {
		this.contextRunner.run((context) -> assertMetersAgree(context, "declared"));
	}

	@Test
	void theMetersOfACacheThatIsCreatedAtRunTimeAgreeWithItsCounts() {
		this.contextRunner.run((context) -> assertMetersAgree(context, "created"));
	}

	@Test
	void aCacheThatIsCreatedAtRunTimeHasTheTagsOfADeclaredOne() {
		this.contextRunner.run((context) -> {
			Caches.cache(context, "created");
			assertThat(tagKeys(context, "created")).isEqualTo(tagKeys(context, "declared"));
			assertThat(
					registry(context).get("cache.size").tag("cache", "created").meter().getId().getTag("cache.manager"))
				.isEqualTo("cacheManager");
		});
	}

	@Test
	void noCacheIsBoundTwice(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Caches.cache(context, "created");
			assertThat(registry(context).find("cache.size").meters()).hasSize(2);
			assertThat(output).doesNotContain("already registered");
		});
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "REJECT")
	void nullsCountUnderThePolicyThatTheyMeet(NullPolicy nulls) {
		this.contextRunner.withPropertyValues("bespoke.cache.defaults.nulls=" + nulls.id()).run((context) -> {
			for (String name : List.of("declared", "created")) {
				Caches.cache(context, name).put("key", null);
				assertThat(count(context, name, "cache.nulls", "policy", nulls.id())).isOne();
			}
		});
	}

	@Test
	void deferredWritesCountByWhatBecameOfThem() {
		this.contextRunner.withPropertyValues("bespoke.cache.defaults.transaction-aware=true").run((context) -> {
			EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
				.generateUniqueName(true)
				.build();
			try {
				TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
				for (String name : List.of("declared", "created")) {
					BespokeCache cache = Caches.cache(context, name);
					transaction.executeWithoutResult((status) -> cache.put("one", 1));
					transaction.executeWithoutResult((status) -> {
						cache.put("one", 1);
						cache.put("two", 2);
						status.setRollbackOnly();
					});
					assertThat(count(context, name, "cache.deferred.writes", "result", "committed")).isEqualTo(1);
					assertThat(count(context, name, "cache.deferred.writes", "result", "dropped")).isEqualTo(2);
				}
			}
			finally {
				database.shutdown();
			}
		});
	}

	@Test
	void aCacheThatKnowsNoTransactionsHasNoMetersOfThem() {
		this.contextRunner
			.run((context) -> assertThat(registry(context).find("cache.deferred.writes").meters()).isEmpty());
	}

	@Test
	void onlyACacheThatCanTellLargeValuesCountsThem() {
		this.contextRunner.withPropertyValues("bespoke.cache.caches.pages.strategy=lru-reference").run((context) -> {
			BespokeCache pages = Caches.cache(context, "pages");
			pages.put("small", new byte[100]);
			assertThat(count(context, "pages", "cache.large.values")).isZero();
			pages.put("large", new byte[64 << 20]);
			assertThat(count(context, "pages", "cache.large.values"))
				.isEqualTo(pages.getStore().statistics().map().largeValues());
			assertThat(registry(context).find("cache.large.values").tag("cache", "declared").meters()).isEmpty();
		});
	}

	@Test
	void aCacheCountsLargeValuesOnceItsStrategyTellsThem() {
		this.contextRunner.withPropertyValues("bespoke.cache.caches.pages.strategy=caffeine").run((context) -> {
			BespokeCache pages = Caches.cache(context, "pages");
			assertThat(registry(context).find("cache.large.values").meters()).isEmpty();
			Workload workload = pages.getStore().workload();
			pages.getStore().change(workload, StrategySelector.override(workload, Strategy.LRU_REFERENCE));
			await().untilAsserted(() -> assertThat(registry(context).find("cache.large.values").meters()).hasSize(1));
			assertThat(count(context, "pages", "cache.large.values")).isZero();
		});
	}

	@Test
	void whatFailsBesideTheCachesIsCounted() {
		this.contextRunner.run((context) -> {
			context.getBean(BespokeCacheManager.class).addLoadObserver((cache, kind) -> {
				throw new IllegalStateException("blind");
			});
			Caches.cache(context, "declared").get("key", () -> "value");
			assertThat(registry(context).get("cache.background.failures")
				.tag("kind", "load-observer")
				.functionCounter()
				.count()).isOne();
		});
	}

	@Test
	void aStandardMeterHasNoTagOfOurs() {
		this.contextRunner.run((context) -> {
			for (String name : List.of("cache.size", "cache.puts", "cache.evictions")) {
				assertThat(keys(registry(context).get(name).tag("cache", "declared").meter()))
					.containsExactlyInAnyOrder("cache", "cache.manager", "name");
			}
		});
	}

	@Test
	void withoutARegistryCachesWorkAsEver() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class, BespokeCacheMetricsAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class, CreatedCacheMetricsAutoConfiguration.class))
			.run((context) -> {
				Caches.cache(context, "created").put("key", "value");
				assertThat(context).hasNotFailed();
				assertThat(Caches.cache(context, "created").get("key", String.class)).isEqualTo("value");
			});
	}

	private static void assertMetersAgree(ApplicationContext context, String name) {
		BespokeCache cache = Caches.cache(context, name);
		use(cache);
		CacheStatistics statistics = cache.getStore().statistics();
		assertThat(statistics.hits()).isEqualTo(2);
		assertThat(statistics.misses()).isEqualTo(5);
		assertThat(statistics.loads()).isEqualTo(4);
		assertThat(statistics.loadFailures()).isEqualTo(1);
		assertThat(statistics.puts()).isEqualTo(4);
		assertThat(count(context, name, "cache.gets", "result", "hit")).isEqualTo(statistics.hits());
		assertThat(count(context, name, "cache.gets", "result", "miss")).isEqualTo(statistics.misses());
		assertThat(count(context, name, "cache.puts")).isEqualTo(statistics.puts());
		assertThat(count(context, name, "cache.evictions")).isEqualTo(statistics.map().evictions());
		assertThat(count(context, name, "cache.load", "result", "success")).isEqualTo(3);
		assertThat(count(context, name, "cache.load", "result", "failure")).isEqualTo(1);
		assertThat(count(context, name, "cache.load.nested")).isEqualTo(statistics.nestedLoads());
		assertThat(count(context, name, "cache.load.timeouts")).isEqualTo(statistics.loadTimeouts());
		assertThat(count(context, name, "cache.refresh", "result", "success")).isEqualTo(statistics.refreshes());
		assertThat(count(context, name, "cache.refresh", "result", "failure")).isEqualTo(statistics.refreshFailures());
		assertThat(count(context, name, "cache.stale.served")).isEqualTo(statistics.staleServed());
		assertThat(count(context, name, "cache.promotions")).isEqualTo(statistics.map().promotions());
		assertThat(count(context, name, "cache.delta.hits")).isEqualTo(statistics.map().deltaHits());
		assertThat(count(context, name, "cache.evictions.by.cause", "cause", "size"))
			.isEqualTo(statistics.map().evictedBySize());
		assertThat(count(context, name, "cache.evictions.by.cause", "cause", "expired")).isZero();
		assertThat(count(context, name, "cache.evictions.by.cause", "cause", "collected")).isZero();
		MeterRegistry registry = registry(context);
		assertThat((long) registry.get("cache.size").tag("cache", name).gauge().value())
			.isEqualTo(cache.getStore().size());
		assertThat(registry.get("cache.load.time").tag("cache", name).functionTimer().count()).isEqualTo(4);
		assertThat(registry.get("cache.load.time").tag("cache", name).functionTimer().totalTime(TimeUnit.NANOSECONDS))
			.isPositive();
		assertThat(registry.get("cache.promotion.time").tag("cache", name).functionTimer().count()).isZero();
	}

	private static void use(BespokeCache cache) {
		Callable<String> failing = () -> {
			throw new IllegalStateException("no answer");
		};
		cache.get("missing");
		cache.put("a", "1");
		cache.get("a");
		cache.get("a");
		for (String key : List.of("b", "c", "d")) {
			cache.get(key, () -> key);
		}
		assertThatExceptionOfType(Cache.ValueRetrievalException.class).isThrownBy(() -> cache.get("e", failing));
		cache.getNativeCache().cleanUp();
	}

	private static long count(ApplicationContext context, String cache, String meter, String... tags) {
		return (long) registry(context).get(meter).tag("cache", cache).tags(tags).functionCounter().count();
	}

	private static Set<Set<String>> tagKeys(ApplicationContext context, String cache) {
		return registry(context).find("cache.gets")
			.tag("cache", cache)
			.meters()
			.stream()
			.map(CacheMetricsTests::keys)
			.collect(Collectors.toSet());
	}

	private static Set<String> keys(Meter meter) {
		return meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

}
