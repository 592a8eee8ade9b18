package io.bespokecache.spring.redis;

import io.bespokecache.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * The contract, kept by one server.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class StandaloneRedisTests extends SharedStoreContract {

	private static RedisProcess server;

	@BeforeAll
	static void start() {
		server = RedisProcess.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Override
	DataRedisConnectionDetails details() {
		return server.details();
	}

}
