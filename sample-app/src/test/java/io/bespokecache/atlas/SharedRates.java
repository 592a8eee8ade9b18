package io.bespokecache.atlas;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.SecondLevelEngine;
import io.bespokecache.spring.SecondLevelOptions;
import io.bespokecache.spring.SecondLevels;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * A cache that is shared with nobody over a second level that is never there.
 */
final class SharedRates implements CacheDefinitions, SecondLevels, SecondLevels.Binding, SecondLevel<Object, Object> {

	static final String NAME = "shared-rates";

	@Override
	public Set<String> names() {
		return Set.of(NAME);
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		Workload workload = Workload.builder().maximumSize(100L).expireAfterWrite(Duration.ofMinutes(10)).build();
		return new CacheDefinition("test", workload, Set.of(), StrategySelector.select(workload), LoadPolicy.NONE,
				CacheOptions.DEFAULTS
					.withSecondLevel(new SecondLevelOptions(SecondLevelEngine.REDIS, null, IncoherentPolicy.BYPASS)));
	}

	@Override
	public SecondLevels secondLevels() {
		return this;
	}

	@Override
	public Binding bind(String cacheName, SecondLevelOptions options, boolean nulls) {
		return this;
	}

	@Override
	public void learnValueType(Type type, String source) {
	}

	@Override
	public SecondLevel<Object, Object> create(FirstLevel<Object> firstLevel) {
		return this;
	}

	@Override
	public CompletableFuture<Look<Object>> find(Object key) {
		return CompletableFuture.completedFuture(Look.nothing());
	}

	@Override
	public CompletableFuture<Look<Object>> claim(Object key, long youngerThan, long patience) {
		return CompletableFuture.completedFuture(Look.nothing());
	}

	@Override
	public CompletableFuture<Boolean> offer(Object key, Object sight, Object value, Lifetime lifetime) {
		return CompletableFuture.completedFuture(false);
	}

	@Override
	public CompletableFuture<Boolean> evict(Object key) {
		return CompletableFuture.completedFuture(false);
	}

	@Override
	public CompletableFuture<Void> clear() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public int groupOf(Object key) {
		return 0;
	}

	@Override
	public SecondLevelStatistics statistics() {
		return new SecondLevelStatistics("redis", false, false, null, BreakerState.OPEN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				0, Map.of(), 0, 0, 0, 0, 0, 0, Duration.ZERO);
	}

	@Override
	public void close() {
	}

}
