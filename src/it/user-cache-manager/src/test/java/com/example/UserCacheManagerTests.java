package com.example;

import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class UserCacheManagerTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Greetings greetings;

	@Test
	void theApplicationsOwnCacheManagerWins() {
		assertThat(this.context.getBeansOfType(CacheManager.class).values())
			.singleElement()
			.isInstanceOf(ConcurrentMapCacheManager.class);
		assertThat(this.context.getBeansOfType(BespokeCacheManager.class)).isEmpty();
		this.greetings.greet("Ada");
		this.greetings.greet("Ada");
		assertThat(this.greetings.calls()).isEqualTo(1);
	}

}
