package io.bespokecache.spring.metrics;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.EventfulCache;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdviceMeterTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void theNumberOfAdvicesIsAGauge() {
		BespokeCache cache = EventfulCache.create();
		new BespokeCacheMeterBinder(cache, Tags.empty()).bindTo(this.registry);
		assertThat(this.registry.get("cache.advice").tag("cache", "eventful").gauge().value())
			.isEqualTo(cache.getStore().advice().size());
	}

}
