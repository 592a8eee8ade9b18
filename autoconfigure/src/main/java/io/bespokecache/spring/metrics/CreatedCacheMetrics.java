package io.bespokecache.spring.metrics;

import java.util.Map;
import java.util.function.ToLongFunction;

import io.bespokecache.cache.StrategyChange;
import io.bespokecache.spring.BackgroundFailures;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheEventListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.util.StringUtils;

/**
 * Binds each cache when it is created. Spring Boot binds only those that exist when the
 * application starts.
 */
public final class CreatedCacheMetrics {

	private static final String CACHE_MANAGER_SUFFIX = "cacheManager";

	/**
	 * Binds the caches that the given managers have and will have.
	 * @param registry where the meters are
	 * @param registrar registers the meters of a cache
	 * @param cacheManagers the managers by the names of their beans
	 */
	public CreatedCacheMetrics(MeterRegistry registry, CacheMetricsRegistrar registrar,
			Map<String, BespokeCacheManager> cacheManagers) {
		cacheManagers.forEach((beanName, cacheManager) -> {
			Tag tag = Tag.of("cache.manager", managerName(beanName));
			cacheManager.onCacheCreated((cache) -> {
				if (!isBound(registry, cache, tag)) {
					registrar.bindCacheToRegistry(cache, tag);
				}
			});
			cacheManager.addListener(new LaterMeters(registry, tag));
			bindFailures(registry, cacheManager, tag);
		});
	}

	private static void bindFailures(MeterRegistry registry, BespokeCacheManager cacheManager, Tag tag) {
		bindFailures(registry, cacheManager, tag, "review", BackgroundFailures::reviews);
		bindFailures(registry, cacheManager, tag, "listener", BackgroundFailures::listeners);
		bindFailures(registry, cacheManager, tag, "dropped-event", BackgroundFailures::droppedEvents);
		bindFailures(registry, cacheManager, tag, "load-observer", BackgroundFailures::loadObservers);
	}

	private static void bindFailures(MeterRegistry registry, BespokeCacheManager cacheManager, Tag tag, String kind,
			ToLongFunction<BackgroundFailures> count) {
		FunctionCounter
			.builder("cache.background.failures", cacheManager,
					(manager) -> count.applyAsLong(manager.getBackgroundFailures()))
			.tags(Tags.of(tag).and("kind", kind))
			.description("What failed beside the caches, and kept none of them from anything")
			.register(registry);
	}

	private static boolean isBound(MeterRegistry registry, BespokeCache cache, Tag cacheManager) {
		return sizeOf(registry, cache, cacheManager) != null;
	}

	private static @Nullable Meter sizeOf(MeterRegistry registry, BespokeCache cache, Tag cacheManager) {
		return registry.find("cache.size").tag("cache", cache.getName()).tags(Tags.of(cacheManager)).meter();
	}

	/**
	 * The tag that Spring Boot gives to the caches of a manager: a different one would
	 * make a second meter.
	 */
	private static String managerName(String beanName) {
		boolean suffixed = beanName.length() > CACHE_MANAGER_SUFFIX.length()
				&& StringUtils.endsWithIgnoreCase(beanName, CACHE_MANAGER_SUFFIX);
		return suffixed ? beanName.substring(0, beanName.length() - CACHE_MANAGER_SUFFIX.length()) : beanName;
	}

	/**
	 * Binds what a cache can be asked for only since its strategy changed.
	 *
	 * @param registry where the meters are
	 * @param cacheManager the tag of the manager
	 */
	private record LaterMeters(MeterRegistry registry, Tag cacheManager) implements CacheEventListener {

		@Override
		public void strategyChanged(BespokeCache cache, StrategyChange change) {
			Meter size = sizeOf(this.registry, cache, this.cacheManager);
			if (size != null) {
				BespokeCacheMeterBinder.bindLargeValues(this.registry, cache.getStore(), size.getId().getTags());
			}
		}

	}

}
