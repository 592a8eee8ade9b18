package io.bespokecache.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.map.EvictionCause;
import io.bespokecache.map.MapStatistics;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one cache: the standard ones, and those of loads, refreshes, nulls,
 * transactions, promotions, causes of eviction, large values, its start and its second
 * level. All of them pull; none slows a read.
 */
final class BespokeCacheMeterBinder extends CacheMeterBinder<BespokeCache> {

	BespokeCacheMeterBinder(BespokeCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
	}

	@Override
	protected @Nullable Long size() {
		BespokeCache cache = getCache();
		return (cache != null) ? cache.getStore().size() : null;
	}

	@Override
	protected long hitCount() {
		return count(CacheStatistics::hits);
	}

	@Override
	protected @Nullable Long missCount() {
		return count(CacheStatistics::misses);
	}

	@Override
	protected @Nullable Long evictionCount() {
		return count((statistics) -> statistics.map().evictions());
	}

	@Override
	protected long putCount() {
		return count(CacheStatistics::puts);
	}

	private long count(ToLongFunction<CacheStatistics> count) {
		BespokeCache cache = getCache();
		return (cache != null) ? count.applyAsLong(cache.getStore().statistics()) : 0;
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		BespokeCache cache = getCache();
		if (cache == null) {
			return;
		}
		LocalCache<Object, Object> store = cache.getStore();
		bindLoads(registry, store);
		bindRefreshes(registry, store);
		bindPromotions(registry, store);
		bindEvictionCauses(registry, store);
		bindLargeValues(registry, store, getTagsWithCacheName());
		bindNulls(registry, cache);
		bindTransactions(registry, cache);
		Gauge.builder("cache.advice", store, (observed) -> observed.advice().size())
			.tags(getTagsWithCacheName())
			.description("What there is to be changed about the cache; the endpoint tells what")
			.register(registry);
		new WarmUpMeters(cache, getTagsWithCacheName()).bindTo(registry);
		SecondLevel<Object, Object> secondLevel = store.secondLevel();
		if (secondLevel != null) {
			new SecondLevelMeters(secondLevel, getTagsWithCacheName()).bindTo(registry);
		}
		FunctionCounter.builder("cache.errors", cache, BespokeCache::getErrors)
			.tags(getTagsWithCacheName())
			.description("Failures of the cache itself that callers were spared")
			.register(registry);
	}

	private void bindLoads(MeterRegistry registry, LocalCache<Object, Object> store) {
		String description = "Loads that the cache ran itself, by their result";
		counter("cache.load", store, (statistics) -> statistics.loads() - statistics.loadFailures())
			.tag("result", "success")
			.description(description)
			.register(registry);
		counter("cache.load", store, CacheStatistics::loadFailures).tag("result", "failure")
			.description(description)
			.register(registry);
		timer("cache.load.time", store, (cache) -> cache.statistics().loads(),
				(cache) -> nanos(cache.statistics().loadTime()))
			.description("Time that loads took")
			.register(registry);
		counter("cache.load.nested", store, CacheStatistics::nestedLoads)
			.description("Loads that ran beside another of the same key, because to wait for it would never have ended")
			.register(registry);
		counter("cache.load.timeouts", store, CacheStatistics::loadTimeouts)
			.description("Waits for another caller's load that were given up")
			.register(registry);
	}

	private void bindRefreshes(MeterRegistry registry, LocalCache<Object, Object> store) {
		String description = "Loads that began while the old value was served, by their result";
		counter("cache.refresh", store, CacheStatistics::refreshes).tag("result", "success")
			.description(description)
			.register(registry);
		counter("cache.refresh", store, CacheStatistics::refreshFailures).tag("result", "failure")
			.description(description)
			.register(registry);
		counter("cache.stale.served", store, CacheStatistics::staleServed)
			.description("Look-ups that were answered with an expired value, because it could not be loaded again")
			.register(registry);
	}

	/**
	 * The policy is a tag, because it says what became of the values.
	 */
	private void bindNulls(MeterRegistry registry, BespokeCache cache) {
		FunctionCounter.builder("cache.nulls", cache, BespokeCache::getNulls)
			.tags(getTagsWithCacheName())
			.tag("policy", cache.getDefinition().options().nullPolicy().id())
			.description("Null values that loads and puts came with, by what the cache does about them")
			.register(registry);
	}

	private void bindTransactions(MeterRegistry registry, BespokeCache cache) {
		if (cache.getDefinition().options().transactionAware()) {
			bindDeferredWrites(registry, cache, "committed", BespokeCache::getCommittedWrites);
			bindDeferredWrites(registry, cache, "dropped", BespokeCache::getDroppedWrites);
		}
	}

	private void bindDeferredWrites(MeterRegistry registry, BespokeCache cache, String result,
			ToDoubleFunction<BespokeCache> count) {
		FunctionCounter.builder("cache.deferred.writes", cache, count)
			.tags(getTagsWithCacheName())
			.tag("result", result)
			.description("Writes that waited for a transaction to end, by what became of them")
			.register(registry);
	}

	private void bindPromotions(MeterRegistry registry, LocalCache<Object, Object> store) {
		mapCounter("cache.promotions", store, MapStatistics::promotions)
			.description("How often a promoting map laid out a new read table")
			.register(registry);
		mapCounter("cache.delta.hits", store, MapStatistics::deltaHits)
			.description("Reads that found their key in the delta of a promoting map")
			.register(registry);
		timer("cache.promotion.time", store, (cache) -> cache.statistics().map().promotions(),
				(cache) -> nanos(cache.promotionTime()))
			.description("Time that promotions took")
			.register(registry);
	}

	private void bindEvictionCauses(MeterRegistry registry, LocalCache<Object, Object> store) {
		for (EvictionCause cause : EvictionCause.values()) {
			mapCounter("cache.evictions.by.cause", store, (statistics) -> statistics.evictions(cause))
				.tag("cause", cause.id())
				.description("Entries that the cache dropped by itself, by cause")
				.register(registry);
		}
	}

	/**
	 * No other map looks at the size of its values, and a zero of theirs would mean
	 * nothing.
	 */
	static void bindLargeValues(MeterRegistry registry, LocalCache<Object, Object> store, Iterable<Tag> tags) {
		if (store.selection().strategy() == Strategy.LRU_REFERENCE) {
			FunctionCounter.builder("cache.large.values", store, (cache) -> cache.statistics().map().largeValues())
				.tags(tags)
				.description("Values that were written and take half of a region of the G1 collector or more")
				.register(registry);
		}
	}

	private FunctionCounter.Builder<LocalCache<Object, Object>> mapCounter(String name,
			LocalCache<Object, Object> store, ToLongFunction<MapStatistics> count) {
		return counter(name, store, (statistics) -> count.applyAsLong(statistics.map()));
	}

	private FunctionCounter.Builder<LocalCache<Object, Object>> counter(String name, LocalCache<Object, Object> store,
			ToLongFunction<CacheStatistics> count) {
		return FunctionCounter.builder(name, store, (cache) -> count.applyAsLong(cache.statistics()))
			.tags(getTagsWithCacheName());
	}

	private FunctionTimer.Builder<LocalCache<Object, Object>> timer(String name, LocalCache<Object, Object> store,
			ToLongFunction<LocalCache<Object, Object>> count, ToDoubleFunction<LocalCache<Object, Object>> nanos) {
		return FunctionTimer.builder(name, store, count, nanos, TimeUnit.NANOSECONDS).tags(getTagsWithCacheName());
	}

	private static double nanos(Duration duration) {
		return duration.toNanos();
	}

}
