package io.bespokecache.spring.metrics;

import java.util.Objects;

import io.bespokecache.spring.AdvisedCache;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdviceMeterTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AdvisedCache advised = new AdvisedCache();

	@Test
	void theNumberOfAdvicesIsAGauge() {
		try (BespokeCacheManager manager = new BespokeCacheManager(this.advised)) {
			BespokeCache cache = Objects.requireNonNull(manager.getCache(AdvisedCache.NAME));
			new BespokeCacheMeterBinder(cache, Tags.empty()).bindTo(this.registry);
			Gauge gauge = this.registry.get("cache.advice").tag("cache", AdvisedCache.NAME).gauge();
			assertThat(gauge.value()).isZero();
			this.advised.useBadly(cache);
			assertThat(cache.getStore().advice()).isNotEmpty();
			assertThat(gauge.value()).isEqualTo(cache.getStore().advice().size());
		}
	}

}
