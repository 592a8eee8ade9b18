package io.bespokecache.spring.metrics;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.EventfulCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BespokeCacheMeterBinderTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void eachMeterShowsTheCountThatItIsNamedAfter() {
		BespokeCache cache = EventfulCache.create();
		new BespokeCacheMeterBinder(cache, Tags.empty()).bindTo(this.registry);
		assertThat(count("cache.load.nested")).isEqualTo(EventfulCache.NESTED_LOADS);
		assertThat(count("cache.load.timeouts")).isEqualTo(EventfulCache.LOAD_TIMEOUTS);
		assertThat(count("cache.refresh", "result", "success")).isEqualTo(EventfulCache.REFRESHES);
		assertThat(count("cache.refresh", "result", "failure")).isEqualTo(EventfulCache.REFRESH_FAILURES);
		assertThat(count("cache.stale.served")).isEqualTo(EventfulCache.STALE_SERVED);
	}

	private long count(String meter, String... tags) {
		return (long) this.registry.get(meter).tag("cache", "eventful").tags(tags).functionCounter().count();
	}

}
