package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.Caches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of changes over HTTP, where access is unrestricted.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=bespokecaches",
				"management.endpoint.bespokecaches.access=unrestricted", "bespoke.cache.caches.rates.maximum-size=100",
				"bespoke.cache.caches.changed.strategy=caffeine" })
class WriteOperationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void aCacheIsChanged() throws Exception {
		BespokeCache changed = Caches.cache(this.context, "changed");
		changed.put("EUR", 1.1);
		HttpResponse<String> response = post("changed", """
				{ "strategy": "adaptive-fifo", "maximumSize": 2000, "expireAfterWrite": "10m" }""");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$")).containsEntry("from", "caffeine")
			.containsEntry("to", "adaptive-fifo")
			.containsEntry("reason",
					"An operator asked for the strategy adaptive-fifo and a maximum-size of 2000 and an "
							+ "expire-after-write of 10m.")
			.containsEntry("entriesMoved", 1)
			.containsKeys("time", "duration");
		assertThat(changed.getStore().workload().maximumSize()).isEqualTo(2_000);
		assertThat(changed.get("EUR", Double.class)).isEqualTo(1.1);
	}

	@Test
	void aChangeThatIsRefusedSaysWhyAndWhatToAskForInstead() throws Exception {
		HttpResponse<String> response = post("rates", "{ \"maximumSize\": -1 }");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$")).isEqualTo(Map.of("problem",
				"The value '-1' of maximumSize is no number of entries.", "remedy", "Give a whole number from 1 up."));
		assertThat(post("rates", "{}").statusCode()).isEqualTo(400);
	}

	@Test
	void anUnknownCacheIsNotFoundAndNotCreated() throws Exception {
		assertThat(post("unknown", "{ \"maximumSize\": 5 }").statusCode()).isEqualTo(404);
		HttpResponse<String> response = delete("unknown?all=true");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(JsonPath.<String>read(response.body(), "$.problem")).isEqualTo("There is no cache 'unknown'.");
		assertThat(this.context.getBean(BespokeCacheManager.class).getCacheNames()).doesNotContain("unknown");
	}

	@Test
	void oneKeyIsEvicted() throws Exception {
		BespokeCache rates = Caches.cache(this.context, "rates");
		rates.put("CHF per EUR", 1.1);
		rates.put("other", 1.2);
		HttpResponse<String> response = delete("rates?key=CHF%20per%20EUR");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Integer>read(response.body(), "$.removed")).isOne();
		assertThat(rates.get("CHF per EUR")).isNull();
		assertThat(rates.get("other")).isNotNull();
	}

	@Test
	void aKeyWithoutATextIsNoRequestToClearTheCache() throws Exception {
		BespokeCache rates = Caches.cache(this.context, "rates");
		rates.put("EUR", 1.1);
		HttpResponse<String> response = delete("rates?key=");
		assertThat(JsonPath.<Integer>read(response.body(), "$.removed")).isZero();
		assertThat(rates.get("EUR")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rates?Key=EUR", "rates?keys=EUR", "rates?all=true&Key=EUR" })
	void aMistypedParameterIsNoRequestToClearTheCache(String path) throws Exception {
		BespokeCache rates = Caches.cache(this.context, "rates");
		rates.put("EUR", 1.1);
		HttpResponse<String> response = delete(path);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.problem")).endsWith(" to be given.");
		assertThat(JsonPath.<String>read(response.body(), "$.remedy")).isEqualTo("Give no other than all, key.");
		assertThat(rates.get("EUR")).isNotNull();
	}

	@Test
	void aRequestThatDoesNotSayWhatToRemoveRemovesNothing() throws Exception {
		BespokeCache rates = Caches.cache(this.context, "rates");
		rates.put("EUR", 1.1);
		HttpResponse<String> response = delete("rates");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.problem")).isEqualTo("What to remove was not given.");
		assertThat(rates.get("EUR")).isNotNull();
	}

	@Test
	void aMistypedMemberOfTheBodyIsRefused() throws Exception {
		HttpResponse<String> response = post("rates", "{ \"maximum-size\": 5, \"expireAfterWrite\": \"10m\" }");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$"))
			.isEqualTo(Map.of("problem", "There is no maximum-size to be given.", "remedy",
					"Give no other than expireAfterWrite, maximumSize, strategy."));
		assertThat(Caches.cache(this.context, "rates").getStore().workload().expireAfterWrite()).isNull();
	}

	@Test
	void allKeysAreEvicted() throws Exception {
		BespokeCache cleared = Caches.cache(this.context, "cleared");
		cleared.put("CHF", 1.1);
		cleared.put("EUR", 1.1);
		assertThat(JsonPath.<Integer>read(delete("cleared?all=true").body(), "$.removed")).isEqualTo(2);
		assertThat(cleared.getStore().size()).isZero();
	}

	private HttpResponse<String> post(String cache, String body) throws IOException, InterruptedException {
		return send(request(cache).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> delete(String cache) throws IOException, InterruptedException {
		return send(request(cache).DELETE());
	}

	private HttpRequest.Builder request(String cache) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/bespokecaches/" + cache));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
