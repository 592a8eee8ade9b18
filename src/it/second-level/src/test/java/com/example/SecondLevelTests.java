package com.example;

import java.io.IOException;
import java.net.ServerSocket;

import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two of these applications, as on two machines, with one Redis.
 */
class SecondLevelTests {

	private static int port;

	private static RedisServer redis;

	@BeforeAll
	static void startRedis() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		redis = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"").build();
		redis.start();
	}

	@AfterAll
	static void stopRedis() throws IOException {
		redis.stop();
	}

	@Test
	void whatOneLoadsTheOtherFindsAndWhatOneEvictsTheOtherDrops() {
		try (ConfigurableApplicationContext one = start(); ConfigurableApplicationContext two = start()) {
			await().until(() -> statistics(one).coherent() && statistics(two).coherent());
			Greeting greeting = greetings(one).greet("Ada");
			await().until(() -> statistics(one).stores() == 1);
			assertThat(greetings(two).greet("Ada")).isEqualTo(greeting);
			assertThat(greetings(two).calls()).as("found in Redis").isZero();
			assertThat(cache(two).peek("Ada")).isNotNull();
			greetings(one).forget("Ada");
			await().until(() -> cache(two).peek("Ada") == null);
			assertThat(greetings(two).greet("Ada")).isEqualTo(greeting);
			assertThat(greetings(two).calls()).as("evicted from Redis, too").isEqualTo(1);
		}
	}

	private static ConfigurableApplicationContext start() {
		return SpringApplication.run(Application.class, "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + port);
	}

	private static Greetings greetings(ConfigurableApplicationContext application) {
		return application.getBean(Greetings.class);
	}

	private static BespokeCache cache(ConfigurableApplicationContext application) {
		return application.getBean(BespokeCacheManager.class).getCache("greetings");
	}

	private static SecondLevelStatistics statistics(ConfigurableApplicationContext application) {
		return cache(application).getStore().secondLevel().statistics();
	}

}
