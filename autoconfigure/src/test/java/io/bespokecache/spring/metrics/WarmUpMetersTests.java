package io.bespokecache.spring.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheWarmUpAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what can be seen of a warm-up from outside: meters, and the endpoint.
 */
class WarmUpMetersTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, BespokeCacheWarmUpAutoConfiguration.class))
		.withPropertyValues("bespoke.cache.caches.numbers.unbounded=true");

	@Test
	void whatAPreloadBringsIsCounted() {
		CachePreload<String, Integer> two = (cache) -> {
			cache.accept("one", 1);
			cache.accept("two", 2);
			cache.accept("two", 3);
		};
		this.runner.withPropertyValues("bespoke.cache.caches.numbers.preload=two")
			.withBean("two", CachePreload.class, () -> two)
			.run((context) -> {
				MeterRegistry registry = bind(context);
				assertThat(gauge(registry, "cache.warmup.entries", "preload")).isEqualTo(2);
				assertThat(gauge(registry, "cache.warmup.left", "preload")).isEqualTo(1);
				assertThat(time(registry, "preload")).isPositive().isEqualTo(preloadTime(context));
				assertThat(gauge(registry, "cache.warmup.problems", "preload")).isZero();
				assertThat(shown(context)).isEqualTo(cache(context).getWarmUpReport()).isNotNull();
			});
	}

	@Test
	void aPreloadThatFailsIsAProblemAndWhatItBroughtIsCounted() {
		CachePreload<String, Integer> failing = (cache) -> {
			cache.accept("one", 1);
			throw new IOException("down");
		};
		this.runner.withPropertyValues("bespoke.cache.caches.numbers.preload=failing")
			.withBean("failing", CachePreload.class, () -> failing)
			.run((context) -> {
				MeterRegistry registry = bind(context);
				assertThat(gauge(registry, "cache.warmup.entries", "preload")).isEqualTo(1);
				assertThat(gauge(registry, "cache.warmup.problems", "preload")).isEqualTo(1);
			});
	}

	@Test
	void whatASnapshotBringsBackIsCounted() {
		ApplicationContextRunner warm = startingFrom(this.directory.resolve("numbers.snapshot"));
		warm.run((context) -> {
			assertThat(gauge(bind(context), "cache.warmup.entries", "snapshot")).isZero();
			cache(context).put("one", 1);
		});
		warm.run((context) -> {
			MeterRegistry registry = bind(context);
			assertThat(gauge(registry, "cache.warmup.entries", "snapshot")).isEqualTo(1);
			assertThat(gauge(registry, "cache.warmup.problems", "snapshot")).isZero();
			assertThat(shown(context)).isEqualTo(cache(context).getWarmUpReport()).isNotNull();
		});
	}

	@Test
	void whatASnapshotDoesNotBringBackIsCounted() {
		ApplicationContextRunner warm = startingFrom(this.directory.resolve("numbers.snapshot"));
		warm.run((context) -> {
			cache(context).put("one", 1);
			cache(context).put("two", 2);
		});
		warm.withBean(EarlyUse.class).run((context) -> {
			MeterRegistry registry = bind(context);
			assertThat(gauge(registry, "cache.warmup.entries", "snapshot")).isEqualTo(1);
			assertThat(gauge(registry, "cache.warmup.left", "snapshot")).isEqualTo(1);
			assertThat(gauge(registry, "cache.warmup.problems", "snapshot")).isZero();
			assertThat(time(registry, "snapshot")).isPositive();
		});
	}

	@Test
	void aSnapshotThatCannotBeUsedIsAProblem() {
		Path file = this.directory.resolve("numbers.snapshot");
		ApplicationContextRunner warm = startingFrom(file);
		warm.run((context) -> cache(context).put("one", 1));
		warm.withInitializer((context) -> damage(file)).run((context) -> {
			MeterRegistry registry = bind(context);
			assertThat(gauge(registry, "cache.warmup.entries", "snapshot")).isZero();
			assertThat(gauge(registry, "cache.warmup.problems", "snapshot")).isEqualTo(1);
		});
	}

	@Test
	void aCacheThatStartsEmptyHasNoSuchMeters() {
		this.runner.run((context) -> {
			assertThat(bind(context).getMeters()).isEmpty();
			assertThat(shown(context)).isNull();
		});
	}

	private ApplicationContextRunner startingFrom(Path file) {
		return this.runner.withPropertyValues("bespoke.cache.caches.numbers.warm-start.file=" + file,
				"bespoke.cache.caches.numbers.warm-start.key-type=java.lang.String",
				"bespoke.cache.caches.numbers.warm-start.value-type=java.lang.Integer");
	}

	private static void damage(Path file) {
		try {
			Files.writeString(file, Files.readString(file).replace("one", "two"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MeterRegistry bind(ApplicationContext context) {
		MeterRegistry registry = new SimpleMeterRegistry();
		new WarmUpMeters(cache(context), Tags.empty()).bindTo(registry);
		return registry;
	}

	private static double gauge(MeterRegistry registry, String name, String source) {
		return registry.get(name).tag("source", source).gauge().value();
	}

	private static double time(MeterRegistry registry, String source) {
		return registry.get("cache.warmup.time").tag("source", source).timeGauge().value(TimeUnit.NANOSECONDS);
	}

	private static double preloadTime(ApplicationContext context) {
		WarmUpReport report = Objects.requireNonNull(cache(context).getWarmUpReport());
		return Objects.requireNonNull(report.preloaded()).duration().toNanos();
	}

	private static @Nullable Object shown(ApplicationContext context) {
		BespokeCachesEndpoint endpoint = new BespokeCachesEndpoint(
				context.getBeanProvider(BespokeCacheManager.class).stream().toList());
		return Objects.requireNonNull(endpoint.cache("numbers")).warmUp();
	}

	private static BespokeCache cache(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(BespokeCacheManager.class).getCache("numbers"));
	}

	/**
	 * Uses the cache before anything is restored.
	 */
	static class EarlyUse {

		EarlyUse(BespokeCacheManager cacheManager) {
			Objects.requireNonNull(cacheManager.getCache("numbers")).put("one", 11);
		}

	}

}
