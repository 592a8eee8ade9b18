package io.bespokecache.spring.metrics;

import io.bespokecache.spring.BespokeCache;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * Gives Spring Boot the meters of a {@link BespokeCache}.
 */
public final class BespokeCacheMeterBinderProvider implements CacheMeterBinderProvider<BespokeCache> {

	@Override
	public MeterBinder getMeterBinder(BespokeCache cache, Iterable<Tag> tags) {
		return new BespokeCacheMeterBinder(cache, tags);
	}

}
