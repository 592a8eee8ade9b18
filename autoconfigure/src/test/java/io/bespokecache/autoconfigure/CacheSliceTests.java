package io.bespokecache.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.cache.test.autoconfigure.AutoConfigureCache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test slice with {@link AutoConfigureCache}, which asks for no caching.
 */
@SpringJUnitConfig(CacheSliceTests.Counter.class)
@AutoConfigureCache
class CacheSliceTests {

	@Autowired
	private CacheManager cacheManager;

	@Autowired
	private Counter counter;

	@Test
	void nothingIsCachedInASlice() {
		assertThat(this.cacheManager).isInstanceOf(NoOpCacheManager.class);
		assertThat(this.counter.next("key")).isEqualTo(1);
		assertThat(this.counter.next("key")).isEqualTo(2);
	}

	static class Counter {

		private final AtomicInteger count = new AtomicInteger();

		@Cacheable("counts")
		public int next(String key) {
			return this.count.incrementAndGet();
		}

	}

}
