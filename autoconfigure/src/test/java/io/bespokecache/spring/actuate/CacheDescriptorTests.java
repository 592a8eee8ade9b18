package io.bespokecache.spring.actuate;

import io.bespokecache.spring.EventfulCache;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheDescriptorTests {

	@Test
	void eachCountIsShownUnderItsName() {
		StatisticsDescriptor statistics = CacheDescriptor.of(EventfulCache.create()).statistics();
		assertThat(statistics.nestedLoads()).isEqualTo(EventfulCache.NESTED_LOADS);
		assertThat(statistics.loadTimeouts()).isEqualTo(EventfulCache.LOAD_TIMEOUTS);
		assertThat(statistics.refreshes()).isEqualTo(EventfulCache.REFRESHES);
		assertThat(statistics.refreshFailures()).isEqualTo(EventfulCache.REFRESH_FAILURES);
		assertThat(statistics.staleServed()).isEqualTo(EventfulCache.STALE_SERVED);
	}

}
