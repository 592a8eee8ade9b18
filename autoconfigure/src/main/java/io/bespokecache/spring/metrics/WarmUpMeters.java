package io.bespokecache.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.WarmUpReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of what a cache was given when the application started, from each source that
 * the cache has. A cache that starts empty has none.
 */
final class WarmUpMeters implements MeterBinder {

	private final BespokeCache cache;

	private final Iterable<Tag> tags;

	WarmUpMeters(BespokeCache cache, Iterable<Tag> tags) {
		this.cache = cache;
		this.tags = tags;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		CacheOptions options = this.cache.getDefinition().options();
		if (options.warmStart() != null) {
			bind(registry, "snapshot", WarmUpMeters::restoredEntries, WarmUpMeters::restoreProblems);
		}
		if (options.preload() != null) {
			bind(registry, "preload", WarmUpMeters::preloadedEntries, WarmUpMeters::preloadProblems);
		}
	}

	private void bind(MeterRegistry registry, String source, ToDoubleFunction<WarmUpReport> entries,
			ToDoubleFunction<WarmUpReport> problems) {
		gauge("cache.warmup.entries", source, entries)
			.description("Entries that the cache was given when the application started")
			.register(registry);
		gauge("cache.warmup.problems", source, problems)
			.description("1 if entries are missing because of a problem that the endpoint and the log tell, else 0")
			.register(registry);
	}

	private Gauge.Builder<BespokeCache> gauge(String name, String source, ToDoubleFunction<WarmUpReport> value) {
		return Gauge.builder(name, this.cache, (observed) -> {
			WarmUpReport report = observed.getWarmUpReport();
			return (report != null) ? value.applyAsDouble(report) : 0;
		}).tags(this.tags).tag("source", source);
	}

	private static double restoredEntries(WarmUpReport report) {
		return (report.restored() != null) ? report.restored().entries() : 0;
	}

	private static double restoreProblems(WarmUpReport report) {
		return (report.restored() != null && report.restored().problem() != null) ? 1 : 0;
	}

	private static double preloadedEntries(WarmUpReport report) {
		return (report.preloaded() != null) ? report.preloaded().entries() : 0;
	}

	private static double preloadProblems(WarmUpReport report) {
		return (report.preloaded() != null && report.preloaded().problem() != null) ? 1 : 0;
	}

}
