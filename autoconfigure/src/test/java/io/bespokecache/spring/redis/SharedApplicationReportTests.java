package io.bespokecache.spring.redis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.jayway.jsonpath.JsonPath;
import io.bespokecache.testing.RedisProcess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two applications that share a cache over Redis tell of it, in traffic and while
 * Redis is down.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class SharedApplicationReportTests {

	private static final String LEVEL = "cache.second.level.";

	private final HttpClient client = HttpClient.newHttpClient();

	private RedisProcess server;

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext two;

	@BeforeEach
	void start() {
		this.server = RedisProcess.start();
		this.one = startApplication();
		this.two = startApplication();
		awaitGauge(this.one, "coherent", 1);
		awaitGauge(this.two, "coherent", 1);
	}

	@AfterEach
	void stop() {
		this.one.close();
		this.two.close();
		this.server.close();
	}

	private ConfigurableApplicationContext startApplication() {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.data.redis.port=" + this.server.port(), "spring.main.banner-mode=off",
					"spring.application.name=squares", "bespoke.cache.caches.squares.second-level=redis",
					"bespoke.cache.caches.squares.expire-after-write=10m", "bespoke.cache.redis.timeout=5s",
					"bespoke.cache.health.incoherent-status=WARNING", "management.health.redis.enabled=false",
					"management.endpoints.web.exposure.include=health,bespokecaches",
					"management.endpoint.health.show-details=always")
			.run();
	}

	private static Squares squares(ConfigurableApplicationContext application) {
		return application.getBean(Squares.class);
	}

	private static double count(ConfigurableApplicationContext application, String meter, String... tags) {
		return application.getBean(MeterRegistry.class)
			.get(meter)
			.tag("cache", "squares")
			.tags(tags)
			.functionCounter()
			.count();
	}

	private static double gauge(ConfigurableApplicationContext application, String name) {
		return application.getBean(MeterRegistry.class).get(LEVEL + name).tag("cache", "squares").gauge().value();
	}

	private static void awaitGauge(ConfigurableApplicationContext application, String name, double value) {
		Awaitility.await().until(() -> gauge(application, name) == value);
	}

	private Object read(ConfigurableApplicationContext application, String path, String json) {
		return JsonPath.<Object>read(get(application, path, "application/json"), json);
	}

	private String get(ConfigurableApplicationContext application, String path, String accept) {
		String port = application.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
			.header("Accept", accept)
			.build();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			return response.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A miss everywhere in one application, a hit of the second level and then one of the
	 * first in the other, an eviction, and a clear.
	 */
	private void use() {
		assertThat(squares(this.one).of(3)).isEqualTo(9);
		Awaitility.await().until(() -> count(this.one, LEVEL + "stores", "result", "stored") == 1);
		assertThat(squares(this.two).of(3)).isEqualTo(9);
		assertThat(squares(this.two).of(3)).isEqualTo(9);
		squares(this.one).forget(3);
		squares(this.one).forgetAll();
		Awaitility.await().until(() -> count(this.two, LEVEL + "flushes", "cause", "clear") > 0);
	}

	@Test
	void theMetersTellFirstLevelSecondLevelAndMethodApart() {
		use();
		assertThat(count(this.one, "cache.gets", "result", "hit")).isZero();
		assertThat(count(this.one, LEVEL + "gets", "result", "hit")).isZero();
		assertThat(count(this.one, LEVEL + "gets", "result", "miss")).isEqualTo(1);
		assertThat(count(this.one, LEVEL + "loads")).isEqualTo(1);
		assertThat(count(this.one, "cache.load", "result", "success")).isEqualTo(1);
		assertThat(count(this.one, LEVEL + "evictions")).isEqualTo(2);
		assertThat(count(this.two, "cache.gets", "result", "hit")).isEqualTo(1);
		assertThat(count(this.two, LEVEL + "gets", "result", "hit")).isEqualTo(1);
		assertThat(count(this.two, LEVEL + "gets", "result", "miss")).isZero();
		assertThat(count(this.two, "cache.load", "result", "success")).isZero();
		assertThat(this.two.getBean(MeterRegistry.class).get(LEVEL + "operation.time").functionTimer().count())
			.isPositive();
	}

	@Test
	void theEndpointShowsTheSame() {
		use();
		String level = "$.secondLevel.";
		assertThat(read(this.two, "bespokecaches/squares", level + "engine")).isEqualTo("redis");
		assertThat(read(this.two, "bespokecaches/squares", level + "connected")).isEqualTo(true);
		assertThat(read(this.two, "bespokecaches/squares", level + "coherent")).isEqualTo(true);
		assertThat(read(this.two, "bespokecaches/squares", level + "staleness")).isEqualTo("5s");
		assertThat(read(this.two, "bespokecaches/squares", level + "breaker")).isEqualTo("closed");
		assertThat(read(this.two, "bespokecaches/squares", level + "hits")).isEqualTo(1);
		assertThat(read(this.one, "bespokecaches/squares", level + "loads")).isEqualTo(1);
		assertThat(read(this.one, "bespokecaches/squares", level + "stores")).isEqualTo(1);
		assertThat(read(this.one, "bespokecaches/squares", level + "operationTime")).isNotNull();
		assertThat(read(this.one, "health", "$.components.bespokecaches.details.shared.squares.coherent"))
			.isEqualTo(true);
		assertThat(read(this.one, "health", "$.components.bespokecaches.status")).isEqualTo("UP");
		assertThat(get(this.one, "bespokecaches", "text/html")).contains("The second level")
			.contains("redis, connected");
	}

	@Test
	void anOutageShowsEverywhereAndCallersAreAnswered() {
		use();
		this.server.kill();
		awaitGauge(this.one, "connected", 0);
		awaitGauge(this.one, "coherent", 0);
		assertThat(squares(this.one).of(4)).isEqualTo(16);
		squares(this.one).forget(4);
		assertThat(gauge(this.one, "pending")).isEqualTo(1);
		assertThat(count(this.one, LEVEL + "skipped")).isPositive();
		assertThat(read(this.one, "bespokecaches/squares", "$.secondLevel.connected")).isEqualTo(false);
		assertThat(get(this.one, "bespokecaches/squares", "application/json")).doesNotContain("\"staleness\"");
		String health = "$.components.bespokecaches.";
		assertThat(read(this.one, "health", health + "status")).isEqualTo("WARNING");
		assertThat(read(this.one, "health", health + "details.shared.squares.connected")).isEqualTo(false);
		assertThat(read(this.one, "health", health + "details.shared.squares.pending")).isEqualTo(1);
		assertThat(get(this.one, "bespokecaches/squares", "text/html")).contains("squares: to be looked at")
			.contains("redis, out of reach");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

		@Bean
		Squares squares() {
			return new Squares();
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	static class Squares {

		@Cacheable("squares")
		public int of(int number) {
			return number * number;
		}

		@CacheEvict("squares")
		public void forget(int number) {
		}

		@CacheEvict(cacheNames = "squares", allEntries = true)
		public void forgetAll() {
		}

	}

}
