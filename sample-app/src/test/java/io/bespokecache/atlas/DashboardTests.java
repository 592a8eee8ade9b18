package io.bespokecache.atlas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.bespokecache.spring.BespokeCacheManager;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alert rules ask for nothing that a running application does not
 * tell Prometheus. Atlas shares no cache, so one that is shared is added.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:dashboard", "management.metrics.tags.application=atlas" })
@AutoConfigureMetrics
class DashboardTests {

	private static final Path OPERATIONS = Path.of("..", "docs", "operations");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)\\{(.*)} ");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\"([^\"]*)\"");

	private static final Pattern METRIC = Pattern.compile("\\b(cache_[a-z_]+)\\b(?:\\{([^}]*)})?");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	@LocalServerPort
	private int port;

	/**
	 * Of each metric, its labels with their values.
	 */
	private Map<String, Map<String, Set<String>>> scrape() throws IOException, InterruptedException {
		String scrape = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/prometheus")).build(),
					BodyHandlers.ofString())
			.body();
		Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
		Matcher sample = SAMPLE.matcher(scrape);
		while (sample.find()) {
			Map<String, Set<String>> labels = metrics.computeIfAbsent(sample.group(1), (name) -> new HashMap<>());
			Matcher label = LABEL.matcher(sample.group(2));
			while (label.find()) {
				labels.computeIfAbsent(label.group(1), (name) -> new HashSet<>()).add(label.group(2));
			}
		}
		return metrics;
	}

	@Test
	void theDashboardAsksOnlyForWhatThereIs() throws Exception {
		String dashboard = Files.readString(OPERATIONS.resolve("grafana-dashboard.json"));
		List<String> queries = new ArrayList<>(JsonPath.<List<String>>read(dashboard, "$.panels[*].targets[*].expr"));
		assertThat(queries).hasSizeGreaterThan(15);
		assertEachAsksOnlyForWhatThereIs(queries);
		List<String> variables = JsonPath.read(dashboard, "$.templating.list[?(@.type == 'query')].definition");
		assertThat(variables).hasSize(2).allSatisfy((variable) -> assertThat(variable).contains("cache_size"));
	}

	@Test
	void eachPanelOfTheDashboardHasAPlaceOfItsOwn() throws Exception {
		String dashboard = Files.readString(OPERATIONS.resolve("grafana-dashboard.json"));
		Set<String> taken = new HashSet<>();
		int panels = JsonPath.<Integer>read(dashboard, "$.panels.length()");
		for (int panel = 0; panel < panels; panel++) {
			String place = "$.panels[" + panel + "].gridPos.";
			int left = JsonPath.read(dashboard, place + "x");
			int right = left + JsonPath.<Integer>read(dashboard, place + "w");
			int top = JsonPath.read(dashboard, place + "y");
			int bottom = top + JsonPath.<Integer>read(dashboard, place + "h");
			assertThat(right).isLessThanOrEqualTo(24);
			for (int x = left; x < right; x++) {
				for (int y = top; y < bottom; y++) {
					assertThat(taken.add(x + ", " + y)).as("%d, %d is free", x, y).isTrue();
				}
			}
		}
		List<Integer> ids = JsonPath.read(dashboard, "$.panels[*].id");
		assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
	}

	@Test
	void theAlertRulesAskOnlyForWhatThereIsAndSayWhatToDo() throws Exception {
		Object file = new Yaml().load(Files.readString(OPERATIONS.resolve("prometheus-alerts.yml")));
		List<Map<String, Object>> rules = JsonPath.read(file, "$.groups[*].rules[*]");
		assertThat(rules).hasSizeGreaterThan(10);
		assertEachAsksOnlyForWhatThereIs(rules.stream().map((rule) -> String.valueOf(rule.get("expr"))).toList());
		assertThat(rules).allSatisfy((rule) -> {
			assertThat(JsonPath.<String>read(rule, "$.annotations.summary")).contains("{{ $labels.cache }}");
			assertThat(JsonPath.<String>read(rule, "$.annotations.description")).endsWith(".");
			assertThat(JsonPath.<String>read(rule, "$.labels.severity")).isIn("critical", "warning", "info");
		});
	}

	private void assertEachAsksOnlyForWhatThereIs(List<String> queries) throws Exception {
		Map<String, Map<String, Set<String>>> metrics = scrape();
		for (String query : queries) {
			List<String> asked = new ArrayList<>();
			Matcher metric = METRIC.matcher(GROUPING.matcher(query).replaceAll(""));
			while (metric.find()) {
				asked.add(metric.group(1));
				assertThat(metrics).as(query).containsKey(metric.group(1));
				Map<String, Set<String>> labels = metrics.getOrDefault(metric.group(1), Map.of());
				assertThat(labels.keySet()).as(query).containsAll(groupings(query));
				Matcher label = LABEL.matcher((metric.group(2) != null) ? metric.group(2) : "");
				while (label.find()) {
					assertThat(labels).as(query).containsKey(label.group(1));
					if (!label.group(2).startsWith("$")) {
						assertThat(labels.get(label.group(1))).as(query).contains(label.group(2));
					}
				}
			}
			assertThat(asked).as(query).isNotEmpty();
		}
	}

	private static Set<String> groupings(String query) {
		Set<String> labels = new HashSet<>();
		Matcher grouping = GROUPING.matcher(query);
		while (grouping.find()) {
			Stream.of(grouping.group(1).split(",")).map(String::trim).forEach(labels::add);
		}
		return labels;
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SharedCacheConfiguration {

		/**
		 * A manager that is no bean: Atlas is to have the one that it has.
		 */
		@Bean
		SharedCache sharedCache(CacheMetricsRegistrar registrar) {
			BespokeCacheManager manager = new BespokeCacheManager(new SharedRates());
			registrar.bindCacheToRegistry(Objects.requireNonNull(manager.getCache(SharedRates.NAME)),
					Tag.of("cache.manager", "shared"));
			return new SharedCache(manager);
		}

	}

	/**
	 * Keeps the cache for as long as it is asked for.
	 *
	 * @param manager the manager of the cache
	 */
	record SharedCache(BespokeCacheManager manager) implements AutoCloseable {

		@Override
		public void close() {
			this.manager.close();
		}

	}

}
