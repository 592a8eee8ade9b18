package com.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class QuickstartTests {

	@LocalServerPort
	private int port;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void theEndpointExplainsEachCacheAndCountsItsUse() throws Exception {
		assertThat(get("/countries/CH")).isEqualTo("Switzerland");
		assertThat(get("/countries/CH")).isEqualTo("Switzerland");
		assertThat(get("/countries/NP")).isEqualTo("Nepal");
		String json = get("/actuator/bespokecaches");
		Files.writeString(Path.of("target", "bespokecaches.json"), json);
		DocumentContext document = JsonPath.parse(json);
		assertThat(document.<String>read("$.caches.countries.strategy")).isEqualTo("concurrent");
		assertThat(document.<String>read("$.caches.countries.selection.reason")).contains("99.9 %");
		assertThat(document.<Integer>read("$.caches.countries.size")).isEqualTo(2);
		assertThat(document.<Integer>read("$.caches.countries.statistics.hits")).isEqualTo(1);
		assertThat(document.<Integer>read("$.caches.countries.statistics.misses")).isEqualTo(2);
		assertThat(document.<String>read("$.caches.quotes.strategy")).isEqualTo("adaptive-fifo");
	}

	private String get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

}
