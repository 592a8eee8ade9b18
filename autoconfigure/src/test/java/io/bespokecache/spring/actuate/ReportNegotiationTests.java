package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets the page and who gets JSON, the same with Spring MVC and with WebFlux.
 */
class ReportNegotiationTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "management.endpoints.web.exposure.include=bespokecaches",
					"bespoke.cache.caches.rates.maximum-size=100", "bespoke.cache.caches.rates.strategy=caffeine",
					"bespoke.cache.caches.[<b>].maximum-size=100" })
	class WithMvcTests extends Contract {

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "spring.main.web-application-type=reactive",
					"management.endpoints.web.exposure.include=bespokecaches",
					"bespoke.cache.caches.rates.maximum-size=100", "bespoke.cache.caches.rates.strategy=caffeine",
					"bespoke.cache.caches.[<b>].maximum-size=100" })
	class WithWebFluxTests extends Contract {

		@Test
		void theServerIsReactive(ApplicationContext context) {
			assertThat(context).isInstanceOf(ReactiveWebServerApplicationContext.class);
		}

	}

	abstract static class Contract {

		@LocalServerPort
		private int port;

		private final HttpClient client = HttpClient.newHttpClient();

		@Test
		void aBrowserGetsAPage() throws Exception {
			HttpResponse<String> response = get("", BROWSER);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).get()
				.asString()
				.isEqualToIgnoringCase("text/html;charset=UTF-8");
			assertThat(response.body()).startsWith("<!doctype html>").contains(">rates</a>").contains("&lt;b&gt;");
		}

		@Test
		void aBrowserGetsAPageOfOneCache() throws Exception {
			HttpResponse<String> response = get("/rates", BROWSER);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("<h1>rates: nothing to do so far</h1>").doesNotContain("&lt;b&gt;");
		}

		@ParameterizedTest
		@ValueSource(strings = { "*/*", "application/json", "application/json, text/plain, */*", "application/*",
				"application/vnd.spring-boot.actuator.v3+json", "application/vnd.spring-boot.actuator.v2+json" })
		void everyoneElseGetsJson(String accept) throws Exception {
			assertThat(JsonPath.<Object>read(jsonOf(get("", accept)), "$.caches.rates.size")).isEqualTo(0);
			assertThat(JsonPath.<Object>read(jsonOf(get("/rates", accept)), "$.size")).isEqualTo(0);
		}

		@Test
		void whoDoesNotSayGetsJson() throws Exception {
			assertThat(JsonPath.<Object>read(jsonOf(get("", null)), "$.caches.rates.strategy")).isEqualTo("caffeine");
			assertThat(JsonPath.<Object>read(jsonOf(get("/rates", null)), "$.strategy")).isEqualTo("caffeine");
		}

		@Test
		void nobodyGetsACacheThatIsNotThere() throws Exception {
			assertThat(get("/unknown", BROWSER).statusCode()).isEqualTo(404);
			assertThat(get("/unknown", null).statusCode()).isEqualTo(404);
		}

		@Test
		void nobodyGetsAnythingElse() throws Exception {
			assertThat(get("", "image/png").statusCode()).isEqualTo(406);
		}

		private static String jsonOf(HttpResponse<String> response) {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).get().asString().contains("json");
			return response.body();
		}

		private HttpResponse<String> get(String path, @Nullable String accept)
				throws IOException, InterruptedException {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/bespokecaches" + path));
			if (accept != null) {
				request.header("Accept", accept);
			}
			return this.client.send(request.build(), BodyHandlers.ofString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
