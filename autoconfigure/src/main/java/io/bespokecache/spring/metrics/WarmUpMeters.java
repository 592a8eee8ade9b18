package io.bespokecache.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.spring.WarmUpReport.Preloaded;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

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
			bind(registry, "snapshot", Figures::ofSnapshot);
		}
		if (options.preload() != null) {
			bind(registry, "preload", Figures::ofPreload);
		}
	}

	private void bind(MeterRegistry registry, String source, Function<WarmUpReport, Figures> figures) {
		gauge("cache.warmup.entries", source, figures, Figures::entries)
			.description("Entries that the cache was given when the application started")
			.register(registry);
		gauge("cache.warmup.left", source, figures, Figures::left)
			.description("Entries that the cache was not given, because they had expired, their key was present, "
					+ "or they could not be read")
			.register(registry);
		gauge("cache.warmup.problems", source, figures, Figures::problems)
			.description("1 if entries are missing because of a problem that the endpoint and the log tell, else 0")
			.register(registry);
		TimeGauge.builder("cache.warmup.time", this.cache, TimeUnit.NANOSECONDS, observed(figures, Figures::nanos))
			.tags(this.tags)
			.tag("source", source)
			.description("Time that it took to give the cache its entries when the application started")
			.register(registry);
	}

	private Gauge.Builder<BespokeCache> gauge(String name, String source, Function<WarmUpReport, Figures> figures,
			ToDoubleFunction<Figures> value) {
		return Gauge.builder(name, this.cache, observed(figures, value)).tags(this.tags).tag("source", source);
	}

	private static ToDoubleFunction<BespokeCache> observed(Function<WarmUpReport, Figures> figures,
			ToDoubleFunction<Figures> value) {
		return (cache) -> {
			WarmUpReport report = cache.getWarmUpReport();
			return value.applyAsDouble((report != null) ? figures.apply(report) : Figures.NONE);
		};
	}

	/**
	 * What one source has given.
	 *
	 * @param entries entries that the cache was given
	 * @param left entries that it was not given
	 * @param duration how long it took
	 * @param problem why entries are missing; {@code null} if none are
	 */
	private record Figures(long entries, long left, Duration duration, @Nullable String problem) {

		static final Figures NONE = new Figures(0, 0, Duration.ZERO, null);

		static Figures ofSnapshot(WarmUpReport report) {
			Restored restored = report.restored();
			return (restored != null) ? new Figures(restored.entries(), restored.left() + restored.unreadable(),
					restored.duration(), restored.problem()) : NONE;
		}

		static Figures ofPreload(WarmUpReport report) {
			Preloaded preloaded = report.preloaded();
			return (preloaded != null)
					? new Figures(preloaded.entries(), preloaded.present(), preloaded.duration(), preloaded.problem())
					: NONE;
		}

		double problems() {
			return (this.problem != null) ? 1 : 0;
		}

		double nanos() {
			return this.duration.toNanos();
		}

	}

}
