package io.bespokecache.atlas.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import io.bespokecache.atlas.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two nodes of Atlas on one Redis and one PostgreSQL.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class TwoNodesTests {

	private static final long ZURICH = 2657896;

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	private static AtlasCluster cluster;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws IOException {
		FreePorts ports = FreePorts.find();
		cluster = new AtlasCluster(ports.one(), ports.two());
		cluster.start();
	}

	@AfterAll
	static void nothingIsLeftWhenTheClusterIsClosed() {
		if (cluster != null) {
			List<ProcessHandle> processes = cluster.processes();
			assertThat(processes).hasSize(4).allMatch(ProcessHandle::isAlive);
			cluster.close();
			assertThat(processes).noneMatch(ProcessHandle::isAlive);
		}
	}

	@Test
	void anEvictionOnOneNodeIsSeenOnTheOther() throws Exception {
		awaitCoherent();
		String report = send("POST", 0, "/api/nodes/evictions?city=" + ZURICH);
		assertThat(JsonPath.<String>read(report, "$.city")).isEqualTo("Zürich");
		assertThat(JsonPath.<String>read(report, "$.by")).isEqualTo("one");
		assertThat(JsonPath.<List<String>>read(report, "$.arrivals[*].node")).containsExactly("one", "two");
		assertThat(JsonPath.<List<Double>>read(report, "$.arrivals[*].millis"))
			.allSatisfy((millis) -> assertThat(millis).isPositive());
		assertThat(JsonPath.<List<String>>read(report, "$.answers[*].node")).containsExactly("one", "two");
		assertThat(JsonPath.<List<String>>read(report, "$.answers[*].from")).containsExactly("database", "redis");
	}

	@Test
	void aCorrectionOnOneNodeIsAnsweredByTheOther() throws Exception {
		awaitCoherent();
		String city = "/api/cities/3413829";
		send("GET", 0, city);
		assertThat(send("GET", 1, city)).doesNotContain("118919");
		send("PUT", 1, city + "/population?value=118919");
		assertThat(send("GET", 1, city)).contains("118919");
		await().atMost(A_MINUTE).until(() -> send("GET", 0, city).contains("118919"));
	}

	@Test
	void visitsOnBothNodesAddUp() throws Exception {
		awaitCoherent();
		String visits = "/api/cities/184745/visits";
		long before = Long.parseLong(send("GET", 0, visits));
		send("POST", 0, visits);
		send("POST", 1, visits);
		await().atMost(A_MINUTE).until(() -> send("GET", 0, visits).equals(String.valueOf(before + 2)));
		await().atMost(A_MINUTE).until(() -> send("GET", 1, visits).equals(String.valueOf(before + 2)));
	}

	@Test
	void eachNodeTellsOfBoth() throws Exception {
		String nodes = send("GET", 1, "/api/nodes");
		assertThat(JsonPath.<List<String>>read(nodes, "$[*].node")).containsExactly("one", "two");
		assertThat(JsonPath.<List<Boolean>>read(nodes, "$[*].self")).containsExactly(false, true);
		assertThat(JsonPath.<List<Boolean>>read(nodes, "$[*].answers")).containsExactly(true, true);
		assertThat(JsonPath.<List<String>>read(nodes, "$[0].caches[?(@.coherent != null)].cache"))
			.containsExactly("city-by-id", "nearest-cities", "rates", "visits");
	}

	@ParameterizedTest
	@CsvSource({ "two-nodes-wide, 1280, 900, light", "two-nodes-wide-dark, 1280, 900, dark",
			"two-nodes-narrow, 390, 844, light" })
	void thePageShowsBothNodesAndHowAnEvictionTravels(String name, int width, int height, String colours,
			@TempDir Path profile) throws Exception {
		awaitCoherent();
		try (Browser browser = Browser.open(profile)) {
			browser.show(width, height, colours);
			browser.driver().get(cluster.address(0) + "/");
			browser.await((page) -> browser.elements(".node tbody tr").size() == 12);
			assertThat(browser.elements(".node .holds")).extracting(WebElement::getText)
				.allSatisfy((text) -> assertThat(text).startsWith("Connected and coherent"));
			browser.element("#evict button").click();
			browser.await((page) -> browser.elements(".journey strong").size() == 2);
			assertThat(browser.elements(".journey strong")).extracting(WebElement::getText)
				.allSatisfy((text) -> assertThat(text).matches("gone after [\\d.]+ ms"));
			assertThat(browser.element("#trip").getText()).contains("Node one evicted Zürich")
				.contains("node one had it from the database")
				.contains("node two had it from Redis");
			browser.assertFits(width);
			browser.screenshot(name);
		}
	}

	/**
	 * A machine that is busy may have kept a node from hearing Redis for a while.
	 */
	private void awaitCoherent() {
		await().atMost(A_MINUTE)
			.until(() -> JsonPath
				.<List<Boolean>>read(send("GET", 0, "/api/nodes"), "$[*].caches[?(@.coherent != null)].coherent")
				.stream()
				.filter(Boolean::booleanValue)
				.count() == 8);
	}

	private String send(String method, int node, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.address(node) + path))
			.method(method, BodyPublishers.noBody())
			.build();
		return this.client.send(request, BodyHandlers.ofString()).body();
	}

}
