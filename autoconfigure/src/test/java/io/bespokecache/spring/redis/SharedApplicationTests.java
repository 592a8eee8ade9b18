package io.bespokecache.spring.redis;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheRedisAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.testing.RedisProcess;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications that share their caches over one Redis.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class SharedApplicationTests {

	private static RedisProcess server;

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext two;

	@BeforeAll
	static void startServer() {
		server = RedisProcess.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void startApplications() {
		Countries.DATABASE.clear();
		Countries.LOADS.set(0);
		this.one = start();
		this.two = start();
		for (String name : new String[] { "countries", "names", "areas", "lists" }) {
			awaitCoherent(this.one, name);
			awaitCoherent(this.two, name);
		}
		cache(this.one, "countries").clear();
		cache(this.one, "names").clear();
		cache(this.one, "areas").clear();
		cache(this.one, "lists").clear();
	}

	@AfterEach
	void stopApplications() {
		this.one.close();
		this.two.close();
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.data.redis.port=" + server.port(), "spring.main.banner-mode=off",
					"spring.application.name=countries", "bespoke.cache.defaults.second-level=redis",
					"bespoke.cache.redis.timeout=8s", "bespoke.cache.caches.countries.expire-after-write=10m",
					"bespoke.cache.caches.names.expire-after-write=10m",
					"bespoke.cache.caches.areas.expire-after-write=10m",
					"bespoke.cache.caches.lists.expire-after-write=10m")
			.run();
	}

	private static Countries countries(ConfigurableApplicationContext application) {
		return application.getBean(Countries.class);
	}

	private static BespokeCache cache(ConfigurableApplicationContext application, String name) {
		BespokeCache cache = application.getBean(BespokeCacheManager.class).getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	private static SecondLevelStatistics statistics(ConfigurableApplicationContext application, String name) {
		SecondLevel<Object, Object> level = cache(application, name).getStore().secondLevel();
		assertThat(level).isNotNull();
		return level.statistics();
	}

	private static void awaitCoherent(ConfigurableApplicationContext application, String name) {
		Awaitility.await().until(() -> statistics(application, name).coherent());
	}

	@Test
	void whatOneLoadsTheOtherFinds() {
		Country italy = new Country("it", "Italy", List.of("Rome", "Milan"));
		Countries.DATABASE.put("it", italy);
		assertThat(countries(this.one).find("it")).isEqualTo(italy);
		Awaitility.await().until(() -> statistics(this.one, "countries").stores() == 1);
		assertThat(countries(this.two).find("it")).isEqualTo(italy);
		assertThat(countries(this.two).find("it")).isEqualTo(italy);
		assertThat(Countries.LOADS).hasValue(1);
		assertThat(statistics(this.two, "countries").hits()).isEqualTo(1);
		assertThat(cache(this.two, "countries").getStore().statistics().hits()).isEqualTo(1);
	}

	@Test
	void anEvictionTravels() {
		Countries.DATABASE.put("it", new Country("it", "Italy", List.of()));
		countries(this.one).find("it");
		Awaitility.await().until(() -> statistics(this.one, "countries").stores() == 1);
		countries(this.two).find("it");
		Country changed = new Country("it", "Italia", List.of());
		countries(this.two).change(changed);
		assertThat(countries(this.two).find("it")).as("at once where it was evicted").isEqualTo(changed);
		Awaitility.await().untilAsserted(() -> assertThat(countries(this.one).find("it")).isEqualTo(changed));
	}

	@Test
	void aPutEvictsAndAClearClears() {
		Country italy = new Country("it", "Italy", List.of());
		Country france = new Country("fr", "France", List.of());
		Countries.DATABASE.put("it", italy);
		Countries.DATABASE.put("fr", france);
		countries(this.one).find("it");
		countries(this.one).find("fr");
		Awaitility.await().until(() -> statistics(this.one, "countries").stores() == 2);
		countries(this.two).find("it");
		countries(this.two).find("fr");
		countries(this.one).put(new Country("it", "Italia", List.of()));
		Awaitility.await().until(() -> cache(this.two, "countries").peek("it") == null);
		assertThat(cache(this.two, "countries").peek("fr")).isNotNull();
		countries(this.one).reset();
		Awaitility.await().until(() -> cache(this.two, "countries").peek("fr") == null);
	}

	@Test
	void nullsOptionalsFuturesMonosAndListsAreShared() {
		assertThat(countries(this.one).find("xx")).isNull();
		assertThat(countries(this.one).name("xx")).isEmpty();
		Countries.DATABASE.put("it", new Country("it", "Italy", List.of("Rome")));
		assertThat(countries(this.one).name("it")).contains("Italy");
		assertThat(countries(this.one).area("it").join()).isEqualTo(5);
		assertThat(countries(this.one).all("i").block()).containsExactly(new Country("it", "Italy", List.of("Rome")));
		Awaitility.await().until(() -> statistics(this.one, "countries").stores() == 1);
		Awaitility.await().until(() -> statistics(this.one, "names").stores() == 2);
		Awaitility.await().until(() -> statistics(this.one, "areas").stores() == 1);
		Awaitility.await().until(() -> statistics(this.one, "lists").stores() == 1);
		int loads = Countries.LOADS.get();
		assertThat(countries(this.two).find("xx")).isNull();
		assertThat(countries(this.two).name("xx")).isEmpty();
		assertThat(countries(this.two).name("it")).contains("Italy");
		assertThat(countries(this.two).area("it").join()).isEqualTo(5);
		// A method that returns a Mono is called, and what it returns not subscribed to.
		assertThat(countries(this.two).all("i").block()).containsExactly(new Country("it", "Italy", List.of("Rome")));
		assertThat(Countries.LOADS).hasValue(loads);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, BespokeCacheRedisAutoConfiguration.class,
			BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class })
	@Import(Countries.class)
	static class Application {

	}

	record Country(String code, String name, List<String> cities) implements Serializable {

	}

	static class Countries {

		static final Map<String, Country> DATABASE = new ConcurrentHashMap<>();

		static final AtomicInteger LOADS = new AtomicInteger();

		@Cacheable("countries")
		public @Nullable Country find(String code) {
			LOADS.incrementAndGet();
			return DATABASE.get(code);
		}

		@Cacheable("names")
		public Optional<String> name(String code) {
			LOADS.incrementAndGet();
			return Optional.ofNullable(DATABASE.get(code)).map(Country::name);
		}

		@Cacheable("areas")
		public CompletableFuture<Integer> area(String code) {
			return CompletableFuture.supplyAsync(() -> {
				LOADS.incrementAndGet();
				return 5;
			});
		}

		@Cacheable("lists")
		public Mono<List<Country>> all(String start) {
			return Mono.fromSupplier(() -> {
				LOADS.incrementAndGet();
				return DATABASE.values().stream().filter((country) -> country.code().startsWith(start)).toList();
			});
		}

		@CacheEvict(cacheNames = "countries", key = "#country.code")
		public void change(Country country) {
			DATABASE.put(country.code(), country);
		}

		@CachePut(cacheNames = "countries", key = "#country.code")
		public Country put(Country country) {
			return country;
		}

		@CacheEvict(cacheNames = "countries", allEntries = true)
		public void reset() {
		}

	}

}
