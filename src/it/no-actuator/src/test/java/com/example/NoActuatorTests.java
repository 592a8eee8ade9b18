package com.example;

import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class NoActuatorTests {

	@Autowired
	private CacheManager cacheManager;

	@Autowired
	private Greetings greetings;

	@Test
	void cachesWithoutActuatorOnTheClassPath() {
		assertThat(ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint", null)).isFalse();
		assertThat(this.cacheManager).isInstanceOf(BespokeCacheManager.class);
		assertThat(this.greetings.greet("Ada")).isEqualTo(this.greetings.greet("Ada"));
		assertThat(this.greetings.calls()).isEqualTo(1);
	}

}
