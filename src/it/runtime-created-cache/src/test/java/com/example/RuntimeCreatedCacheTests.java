package com.example;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class RuntimeCreatedCacheTests {

	@Autowired
	private CacheManager cacheManager;

	@Autowired
	private MeterRegistry meterRegistry;

	@Autowired
	private Greetings greetings;

	@Test
	void aCacheThatNobodyDeclaredHasItsMeters() {
		assertThat(this.cacheManager.getCacheNames()).isEmpty();
		this.greetings.greet("Ada");
		this.greetings.greet("Ada");
		this.greetings.greet("Ada");
		assertThat(this.cacheManager.getCacheNames()).containsExactly("greetings");
		assertThat(gets("hit")).isEqualTo(2);
		assertThat(gets("miss")).isEqualTo(1);
	}

	private double gets(String result) {
		FunctionCounter counter = this.meterRegistry.get("cache.gets")
			.tag("cache", "greetings")
			.tag("cache.manager", "cacheManager")
			.tag("result", result)
			.functionCounter();
		return counter.count();
	}

}
