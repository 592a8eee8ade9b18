package com.example;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class CacheTypeNoneTests {

	@Autowired
	private CacheManager cacheManager;

	@Autowired
	private Greetings greetings;

	@Test
	void nothingIsCached() {
		assertThat(this.cacheManager).isInstanceOf(NoOpCacheManager.class);
		this.greetings.greet("Ada");
		this.greetings.greet("Ada");
		assertThat(this.greetings.calls()).isEqualTo(2);
	}

}
