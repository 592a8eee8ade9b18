package io.bespokecache.atlas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Atlas as its visitors and its operators see it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:atlas", "atlas.traffic.requests-per-second=1000",
				"bespoke.cache.caches.sessions.expire-after-write=2s",
				"bespoke.cache.caches.rates.expire-after-write=2s", "bespoke.cache.caches.rates.refresh-after-write=1s",
				"bespoke.cache.caches.city-by-id.refresh-after-write=1s" })
@AutoConfigureMetrics
class AtlasTests {

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	@LocalServerPort
	private int port;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void trafficShowsThreeStrategiesMissesAPromotionAndAnEviction() throws Exception {
		send("PUT", "/api/traffic");
		await().atMost(A_MINUTE).untilAsserted(() -> {
			Map<String, Map<String, Object>> caches = caches();
			Set<Object> strategies = new HashSet<>();
			caches.values().forEach((cache) -> strategies.add(cache.get("strategy")));
			assertThat(strategies).hasSizeGreaterThanOrEqualTo(3);
			assertThat(sum(caches, "$.misses")).isPositive();
			assertThat(sum(caches, "$.promotions")).isPositive();
			assertThat(sum(caches, "$.evictions.size")).isPositive();
			assertThat(sum(caches, "$.evictions.expired")).isPositive();
			assertThat(sum(caches, "$.refreshes")).isPositive();
		});
		send("DELETE", "/api/traffic");
		await().atMost(A_MINUTE).untilAsserted(this::prometheusAgreesWithTheEndpoint);
	}

	/**
	 * Entries may expire between one answer and the next, so the endpoint is asked before
	 * and after.
	 */
	private void prometheusAgreesWithTheEndpoint() throws IOException, InterruptedException {
		Map<String, Map<String, Object>> before = caches();
		String prometheus = send("GET", "/actuator/prometheus").body();
		assertThat(statistics(caches())).isEqualTo(statistics(before));
		before.forEach((name, cache) -> {
			Object counts = cache.get("statistics");
			assertThat(counts).isNotNull();
			assertThat(meter(prometheus, "cache_gets_total", name, "result=\"hit\"")).isEqualTo(read(counts, "$.hits"));
			assertThat(meter(prometheus, "cache_gets_total", name, "result=\"miss\""))
				.isEqualTo(read(counts, "$.misses"));
			assertThat(meter(prometheus, "cache_puts_total", name, "")).isEqualTo(read(counts, "$.puts"));
			assertThat(meter(prometheus, "cache_promotions_total", name, "")).isEqualTo(read(counts, "$.promotions"));
			assertThat(meter(prometheus, "cache_delta_hits_total", name, "")).isEqualTo(read(counts, "$.deltaHits"));
			assertThat(meter(prometheus, "cache_load_time_seconds_count", name, "")).isEqualTo(read(counts, "$.loads"));
			assertThat(meter(prometheus, "cache_refresh_total", name, "result=\"success\""))
				.isEqualTo(read(counts, "$.refreshes"));
			assertThat(meter(prometheus, "cache_refresh_total", name, "result=\"failure\""))
				.isEqualTo(read(counts, "$.refreshFailures"));
			assertThat(meter(prometheus, "cache_stale_served_total", name, ""))
				.isEqualTo(read(counts, "$.staleServed"));
			assertThat(meter(prometheus, "cache_load_timeouts_total", name, ""))
				.isEqualTo(read(counts, "$.loadTimeouts"));
			assertThat(meter(prometheus, "cache_evictions_by_cause_total", name, "cause=\"size\""))
				.isEqualTo(read(counts, "$.evictions.size"));
			assertThat(meter(prometheus, "cache_evictions_by_cause_total", name, "cause=\"expired\""))
				.isEqualTo(read(counts, "$.evictions.expired"));
		});
	}

	@Test
	void aMissingCityIsNotFoundAndSaysSo() throws Exception {
		HttpResponse<String> response = send("GET", "/api/cities/99");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("There is no city 99.");
	}

	@Test
	void aPointOffTheEarthIsRefusedByName() throws Exception {
		HttpResponse<String> response = send("GET", "/api/cities/nearest?latitude=147&longitude=8");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("latitude must be less than or equal to 90, but is '147.0'.");
	}

	@Test
	void anEmptyNameIsRefused() throws Exception {
		HttpResponse<String> response = send("GET", "/api/cities?name=");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("name must have 1 to 100 characters");
	}

	@Test
	void anIdThatIsNoNumberIsRefused() throws Exception {
		HttpResponse<String> response = send("GET", "/api/cities/zurich");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("'id'").contains("zurich");
	}

	@Test
	void aNegativePopulationIsRefused() throws Exception {
		assertThat(send("PUT", "/api/cities/2657896/population?value=-1").statusCode()).isEqualTo(400);
		assertThat(send("PUT", "/api/cities/99/population?value=1").statusCode()).isEqualTo(404);
	}

	@Test
	void aCorrectedPopulationIsAnsweredByTheCache() throws Exception {
		assertThat(send("PUT", "/api/cities/3413829/population?value=118919").statusCode()).isEqualTo(200);
		HttpResponse<String> response = send("GET", "/api/cities/3413829");
		assertThat(response.body()).contains("118919");
		assertThat(timing(response)).startsWith("cache;dur=");
	}

	@Test
	void visitsAreCountedAndThoseOfAMissingCityNotFound() throws Exception {
		long before = Long.parseLong(send("GET", "/api/cities/3413829/visits").body());
		assertThat(send("POST", "/api/cities/3413829/visits").body()).isEqualTo(String.valueOf(before + 1));
		assertThat(send("GET", "/api/cities/99/visits").statusCode()).isEqualTo(404);
		assertThat(send("POST", "/api/cities/99/visits").statusCode()).isEqualTo(404);
	}

	@Test
	void aCountryIsFoundAndAnUnknownOneIsNot() throws Exception {
		assertThat(send("GET", "/api/countries/IS").body()).contains("Iceland").contains("ISK");
		assertThat(send("GET", "/api/countries/ZZ").statusCode()).isEqualTo(404);
	}

	@Test
	void nearestCitiesTellWhoAnswered() throws Exception {
		String path = "/api/cities/nearest?latitude=-54.8&longitude=-68.3";
		assertThat(timing(send("GET", path))).startsWith("database;dur=");
		HttpResponse<String> second = send("GET", path);
		assertThat(second.body()).contains("Ushuaia");
		assertThat(timing(second)).startsWith("cache;dur=");
	}

	@Test
	void aSecondLookUpSaysThatTheCacheAnswered() throws Exception {
		send("GET", "/api/cities/5128581");
		HttpResponse<String> response = send("GET", "/api/cities/5128581");
		assertThat(response.body()).contains("New York City");
		assertThat(timing(response)).startsWith("cache;dur=");
	}

	@Test
	void aRateOutlivesItsSourceMarkedStaleAndIsFreshAgainWithIt() throws Exception {
		assertThat(send("GET", "/api/rates/ISK").body()).contains("\"synthetic\":true", "\"stale\":false");
		send("DELETE", "/api/rate-source");
		try {
			HttpResponse<String> response = await().atMost(A_MINUTE)
				.until(() -> send("GET", "/api/rates/ISK"), (answer) -> answer.body().contains("\"stale\":true"));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(timing(response)).startsWith("cache;dur=");
			assertThat(sum(caches(), "$.staleServed")).isPositive();
		}
		finally {
			send("PUT", "/api/rate-source");
		}
		await().atMost(A_MINUTE)
			.until(() -> send("GET", "/api/rates/ISK"), (answer) -> answer.body().contains("\"stale\":false"));
	}

	@Test
	void aRateThatWasNeverCachedFailsWithAnExplanationWhileItsSourceIsStopped() throws Exception {
		send("DELETE", "/api/rate-source");
		try {
			HttpResponse<String> response = send("GET", "/api/rates/XAF");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(response.body()).contains("The rate of XAF is not cached, and its source does not answer.");
		}
		finally {
			send("PUT", "/api/rate-source");
		}
		assertThat(send("GET", "/api/rates/XAF").statusCode()).isEqualTo(200);
	}

	@Test
	void aSessionLivesOverHttp() throws Exception {
		HttpResponse<String> begun = send("POST", "/api/sessions?visitor=Ada");
		assertThat(begun.statusCode()).isEqualTo(201);
		String path = "/api/sessions/" + JsonPath.<String>read(begun.body(), "$.id");
		assertThat(send("PUT", path + "/city/2657896").body()).contains("2657896");
		assertThat(send("DELETE", path).statusCode()).isEqualTo(204);
		assertThat(send("GET", path).statusCode()).isEqualTo(404);
	}

	@Test
	void theReasonsReadAsSentences() throws Exception {
		assertThat(caches().values()).hasSizeGreaterThanOrEqualTo(6).allSatisfy((cache) -> {
			assertThat(JsonPath.<String>read(cache, "$.selection.reason")).matches("[A-Z].*\\.");
			assertThat(JsonPath.<java.util.List<String>>read(cache, "$.selection.rejected[*].reason"))
				.hasSizeGreaterThanOrEqualTo(3)
				.allSatisfy((reason) -> assertThat(reason).matches("[A-Z].*\\."));
		});
	}

	private Map<String, Map<String, Object>> caches() throws IOException, InterruptedException {
		return JsonPath.read(send("GET", "/actuator/bespokecaches").body(), "$.caches");
	}

	private static String timing(HttpResponse<String> response) {
		return response.headers().firstValue("Server-Timing").orElse("none");
	}

	private static Object statistics(Map<String, Map<String, Object>> caches) {
		return caches.values().stream().map((cache) -> String.valueOf(cache.get("statistics"))).toList();
	}

	private static long sum(Map<String, Map<String, Object>> caches, String path) {
		return caches.values().stream().mapToLong((cache) -> statistic(cache, path)).sum();
	}

	private static long statistic(Map<String, Object> cache, String path) {
		Object statistics = cache.get("statistics");
		assertThat(statistics).isNotNull();
		return read(statistics, path);
	}

	private static long read(Object json, String path) {
		return JsonPath.<Number>read(json, path).longValue();
	}

	private static long meter(String prometheus, String meter, String cache, String tag) {
		Matcher line = Pattern
			.compile("^" + meter + "\\{cache=\"" + cache + "\",[^}]*" + tag + "[^}]*} (\\S+)$", Pattern.MULTILINE)
			.matcher(prometheus);
		assertThat(line.find()).as(meter + " of " + cache).isTrue();
		return (long) Double.parseDouble(line.group(1));
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, BodyPublishers.noBody())
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

}
