package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Weigher;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.Caches;
import io.bespokecache.spring.WarmUpReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"management.endpoints.web.exposure.include=bespokecaches,caches",
		"bespoke.cache.caches.countries.unbounded=true", "bespoke.cache.caches.countries.workload.read-ratio=0.999",
		"bespoke.cache.caches.countries.workload.key-lifetime=forever",
		"bespoke.cache.caches.countries.workload.expected-entries=250", "bespoke.cache.caches.rates.maximum-size=100",
		"bespoke.cache.caches.rates.expire-after-write=10m", "bespoke.cache.caches.cities.maximum-size=100",
		"bespoke.cache.caches.cities.expire-after-write=30m", "bespoke.cache.caches.cities.refresh-after-write=10m",
		"bespoke.cache.caches.cities.stale-on-error=1h", "bespoke.cache.caches.cities.load-once=false",
		"bespoke.cache.caches.cities.load-timeout=2s", "bespoke.cache.caches.cities.nulls-expire-after-write=30s",
		"bespoke.cache.caches.cities.expiry=byPopulation", "bespoke.cache.caches.cities.expiry-jitter=0.25",
		"bespoke.cache.caches.cities.transaction-aware=true", "bespoke.cache.caches.pages.values=soft",
		"bespoke.cache.caches.pages.weak-keys=true", "bespoke.cache.caches.pages.expire-after-write=1h",
		"bespoke.cache.caches.pages.expiry-jitter=0", "bespoke.cache.caches.orders.expire-after-access=1m",
		"bespoke.cache.caches.codes.unbounded=true", "bespoke.cache.caches.codes.strategy=promoting",
		"bespoke.cache.caches.lines.strategy=adaptive-fifo", "bespoke.cache.caches.lines.maximum-size=400",
		"bespoke.cache.caches.weighed.strategy=adaptive-fifo", "bespoke.cache.caches.weighed.maximum-weight=400",
		"bespoke.cache.caches.weighed.weigher=byLength", "bespoke.cache.caches.orders.nulls=reject",
		"bespoke.cache.caches.tariffs.unbounded=true", "bespoke.cache.caches.tariffs.workload.bulk=atomic",
		"bespoke.cache.caches.regions.preload=regionPreload",
		"bespoke.cache.caches.regions.warm-start.key-type=java.lang.String",
		"bespoke.cache.caches.regions.warm-start.value-type=java.lang.String" })
class BespokeCachesEndpointTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private static Path directory;

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void showsWhatWasDeclaredChosenAndCounted() throws Exception {
		BespokeCache rates = Caches.cache(this.context, "rates");
		rates.put("CHF", 1.1);
		rates.get("CHF");
		rates.get("EUR");
		rates.evict("CHF");
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches").body());
		assertThat(json.<Map<String, Object>>read("$.caches")).containsKeys("countries", "rates");
		Map<String, Object> cache = json.read("$.caches.rates");
		// Only some strategies tell of their policy.
		cache.remove("policy");
		assertThat(cache).containsOnlyKeys("strategy", "selection", "workload", "configuration", "size", "statistics",
				"recentPromotions", "recentChanges", "advice");
		assertThat(cache).containsEntry("size", 0);
		assertThat(json.<String>read("$.caches.rates.selection.reason")).contains("100").endsWith(".");
		assertThat(json.<List<String>>read("$.caches.rates.selection.rejected[*].strategy"))
			.containsExactlyElementsOf(Stream.of(Strategy.values())
				.map(Strategy::id)
				.filter((strategy) -> !strategy.equals(json.read("$.caches.rates.strategy")))
				.toList());
		assertThat(json.<Map<String, Object>>read("$.caches.rates.workload")).containsEntry("readRatio", 0.9)
			.containsEntry("keyLifetime", "10m")
			.containsEntry("expectedEntries", 100)
			.containsEntry("assumed", List.of("expectedEntries", "keyLifetime", "readRatio"));
		assertThat(json.<Map<String, Object>>read("$.caches.rates.configuration")).isEqualTo(Map.of("source",
				"bespoke.cache.caches.rates", "maximumSize", 100, "expireAfterWrite", "10m", "expiryJitter", 0.1,
				"loadOnce", true, "nulls", "store", "transactionAware", false, "adaptive", "advise"));
		assertThat(json.<Map<String, Object>>read("$.caches.rates.statistics"))
			.isEqualTo(Map.ofEntries(entry("hits", 1), entry("misses", 1), entry("hitRatio", 0.5), entry("puts", 1),
					entry("removals", 1), entry("loads", 0), entry("loadFailures", 0), entry("nestedLoads", 0),
					entry("loadTimeouts", 0), entry("refreshes", 0), entry("refreshFailures", 0),
					entry("staleServed", 0), entry("nulls", 0), entry("committedWrites", 0), entry("droppedWrites", 0),
					entry("errors", 0), entry("evictions", Map.of("size", 0, "expired", 0, "collected", 0)),
					entry("deltaHits", 0), entry("promotions", 0), entry("largeValues", 0)));
	}

	@Test
	void showsHowABoundedCacheDecidesWhatToEvictAndWhatOtherBoundsWouldGain() throws Exception {
		BespokeCache lines = Caches.cache(this.context, "lines");
		Random random = new Random(1);
		int hits = 0;
		for (int access = 0; access < 100_000; access++) {
			// Some of a thousand keys come more often than others, and each comes again.
			int key = (int) (1_000 * Math.pow(random.nextDouble(), 2));
			if (lines.get(key) != null) {
				hits++;
			}
			else {
				lines.put(key, "line");
			}
		}
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches/lines").body());
		assertThat(json.<Map<String, Object>>read("$.policy")).containsOnlyKeys("smallShare", "smallEntries",
				"mainEntries", "shareChosenBy", "sampledAccesses", "recentHitRatio", "missRatioCurve");
		assertThat(json.<Double>read("$.policy.smallShare")).isBetween(0.01, 0.91);
		assertThat(json.<Integer>read("$.policy.smallEntries") + json.<Integer>read("$.policy.mainEntries"))
			.isGreaterThanOrEqualTo(400);
		assertThat(json.<String>read("$.policy.shareChosenBy")).isIn("policy", "shadow-caches");
		assertThat(json.<Integer>read("$.policy.sampledAccesses")).isGreaterThan(1_000);
		assertThat(json.<List<Integer>>read("$.policy.missRatioCurve[*].maximumSize")).containsExactly(100, 200, 800,
				1_600);
		List<Double> predicted = json.read("$.policy.missRatioCurve[*].predictedHitRatio");
		double actual = hits / 100_000.0;
		// About 0.23, 0.37, 0.58 as it is, 0.90, and 0.98, where all keys fit.
		assertThat(predicted.get(0)).isLessThan(predicted.get(1));
		assertThat(predicted.get(1)).isLessThan(actual - 0.1);
		assertThat(predicted.get(2)).isGreaterThan(actual + 0.1);
		assertThat(predicted.get(3)).isGreaterThan(actual + 0.1);
		// Enough of them for a prediction to be more than chance.
		assertThat(json.<List<Integer>>read("$.policy.missRatioCurve[*].sampledMisses"))
			.allSatisfy((misses) -> assertThat(misses).isGreaterThan(1_000));
	}

	@Test
	void predictsNothingForACacheThatIsWeighedOrHasEvictedNothing() throws Exception {
		Caches.cache(this.context, "weighed").put("key", "value");
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches/weighed").body());
		assertThat(json.<List<Object>>read("$.policy.missRatioCurve")).isEmpty();
		assertThat(json.<Integer>read("$.policy.smallEntries")).isOne();
		assertThat(json.<String>read("$.policy.shareChosenBy")).isEqualTo("policy");
	}

	@Test
	void showsEverySettingThatIsSet() throws Exception {
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches").body());
		assertThat(json.<Map<String, Object>>read("$.caches.cities.configuration")).containsExactly(
				entry("source", "bespoke.cache.caches.cities"), entry("maximumSize", 100),
				entry("expireAfterWrite", "30m"), entry("expiry", true), entry("expiryJitter", 0.25),
				entry("refreshAfterWrite", "10m"), entry("staleOnError", "1h"), entry("loadOnce", false),
				entry("loadTimeout", "2s"), entry("nulls", "store"), entry("nullsExpireAfterWrite", "30s"),
				entry("transactionAware", true), entry("adaptive", "advise"));
		assertThat(json.<Map<String, Object>>read("$.caches.orders.configuration")).containsExactly(
				entry("source", "bespoke.cache.caches.orders"), entry("maximumSize", 10_000),
				entry("expireAfterAccess", "1m"), entry("expiryJitter", 0.1), entry("loadOnce", true),
				entry("nulls", "reject"), entry("transactionAware", false), entry("adaptive", "advise"));
	}

	@Test
	void showsHowEntriesAreHeldWhereThatIsNotStrongly() throws Exception {
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches/pages").body());
		assertThat(json.<String>read("$.strategy")).isEqualTo("lru-reference");
		assertThat(json.<String>read("$.selection.reason")).contains("(values: soft)");
		assertThat(json.<Map<String, Object>>read("$.configuration")).containsExactly(
				entry("source", "bespoke.cache.caches.pages"), entry("maximumSize", 10_000),
				entry("expireAfterWrite", "1h"), entry("values", "soft"), entry("weakKeys", true),
				entry("loadOnce", true), entry("nulls", "store"), entry("transactionAware", false),
				entry("adaptive", "advise"));
	}

	@Test
	void showsABulkNeedWhereOneIsDeclared() throws Exception {
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches").body());
		assertThat(json.<Map<String, Object>>read("$.caches.tariffs.workload")).containsEntry("bulk", "atomic");
		assertThat(json.<String>read("$.caches.tariffs.selection.reason")).contains("'bulk: atomic'");
		assertThat(json.<Map<String, Object>>read("$.caches.rates.workload")).containsOnlyKeys("readRatio",
				"keyLifetime", "expectedEntries", "assumed");
	}

	@DynamicPropertySource
	static void startRegionsFromAFileThatIsNoSnapshot(DynamicPropertyRegistry properties) throws IOException {
		Path file = Files.writeString(directory.resolve("regions.snapshot"), "a letter");
		properties.add("bespoke.cache.caches.regions.warm-start.file", file::toString);
	}

	@Test
	void showsWhatACacheWasGivenAtTheStartAndWhyNotMore() throws Exception {
		DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches/regions").body());
		assertThat(json.<Map<String, Object>>read("$.configuration")).containsEntry("preload", true)
			.containsEntry("warmStart", directory.resolve("regions.snapshot").toString());
		assertThat(json.<Map<String, Object>>read("$.warmUp")).containsOnlyKeys("restored", "preloaded");
		assertThat(json.<Map<String, Object>>read("$.warmUp.restored")).containsEntry("entries", 0)
			.containsEntry("left", 0)
			.containsEntry("unreadable", 0)
			.containsKeys("restoredAt", "duration", "problem")
			.hasSize(6);
		assertThat(json.<String>read("$.warmUp.restored.problem")).isNotBlank()
			.isEqualTo(problemOfRestoring("regions"));
		assertThat(json.<Map<String, Object>>read("$.warmUp.preloaded")).containsEntry("entries", 2)
			.containsEntry("present", 1)
			.containsKeys("preloadedAt", "duration")
			.hasSize(4);
		assertThat(Instant.parse(json.read("$.warmUp.preloaded.preloadedAt"))).isBeforeOrEqualTo(Instant.now());
		assertThat(Duration.parse(json.read("$.warmUp.preloaded.duration"))).isPositive();
	}

	private @Nullable String problemOfRestoring(String cache) {
		WarmUpReport report = Objects.requireNonNull(Caches.cache(this.context, cache).getWarmUpReport());
		return Objects.requireNonNull(report.restored()).problem();
	}

	@Test
	void showsTheLatestPromotions() {
		BespokeCache codes = Caches.cache(this.context, "codes");
		for (int code = 0; code < 100; code++) {
			codes.put(code, code);
		}
		await().untilAsserted(() -> {
			for (int code = 0; code < 100; code++) {
				codes.get(code);
			}
			DocumentContext json = JsonPath.parse(get("/actuator/bespokecaches/codes").body());
			assertThat(json.<String>read("$.strategy")).isEqualTo("promoting");
			assertThat(json.<Integer>read("$.statistics.promotions")).isPositive();
			assertThat(json.<Integer>read("$.statistics.deltaHits")).isPositive();
			assertThat(json.<Map<String, Object>>read("$.recentPromotions[0]")).containsOnlyKeys("time", "cause",
					"keysMoved", "duration", "readTableSize", "waited", "bytesAllocated", "bytesHeldTwice");
			assertThat(json.<String>read("$.recentPromotions[-1].cause")).matches("[a-z-]+");
			assertThat(json.<Integer>read("$.recentPromotions[0].readTableSize")).isEqualTo(100);
			assertThat(json.<Integer>read("$.recentPromotions[0].bytesAllocated")).isBetween(100 * 8, 100 * 64);
			assertThat(json.<Integer>read("$.recentPromotions[0].bytesHeldTwice")).isLessThan(100);
		});
	}

	@Test
	void anUnknownCacheIsNotFoundAndNotCreated() throws Exception {
		assertThat(get("/actuator/bespokecaches/unknown").statusCode()).isEqualTo(404);
		assertThat(this.context.getBean(BespokeCacheManager.class).getCacheNames()).doesNotContain("unknown");
	}

	@Test
	void springBootsOwnEndpointShowsThatTheMapOfEachCacheIsOurs() throws Exception {
		String json = get("/actuator/caches").body();
		assertThat(JsonPath.<Map<String, Map<String, String>>>read(json, "$.cacheManagers.cacheManager.caches"))
			.containsKeys("countries", "rates")
			.allSatisfy((name, cache) -> assertThat(cache).containsEntry("target",
					"io.bespokecache.map.ChangeableCacheMap"));
	}

	@Test
	void offersNothingThatChangesACache() throws Exception {
		BespokeCache orders = Caches.cache(this.context, "orders");
		orders.put("USD", 1.3);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri("/actuator/bespokecaches/orders"))
			.header("Content-Type", "application/json");
		for (HttpRequest change : List.of(request.copy().DELETE().build(),
				request.copy().POST(BodyPublishers.ofString("{ \"maximumSize\": 5 }")).build())) {
			assertThat(this.client.send(change, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
		}
		assertThat(orders.peek("USD")).isNotNull();
		assertThat(orders.getStore().workload().maximumSize()).isEqualTo(10_000);
		orders.clear();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Weigher<Object, Object> byLength() {
			return (key, value) -> value.toString().length();
		}

		@Bean
		Expiry<Object, Object> byPopulation() {
			return (key, value) -> Duration.ofMinutes(5);
		}

		@Bean
		CachePreload<String, String> regionPreload() {
			return (cache) -> List.of("Alps", "Andes", "Alps").forEach((name) -> cache.accept(name, "mountains"));
		}

	}

}
