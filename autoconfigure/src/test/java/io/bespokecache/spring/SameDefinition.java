package io.bespokecache.spring;

import java.util.Set;

import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The same definition for whatever cache; none is declared.
 *
 * @param definition the definition
 */
public record SameDefinition(CacheDefinition definition) implements CacheDefinitions {

	/**
	 * A cache of the given strategy that asks for nothing.
	 * @param strategy the strategy
	 * @return the definitions
	 */
	public static SameDefinition of(Strategy strategy) {
		Workload workload = Workload.builder().build();
		return new SameDefinition(new CacheDefinition("test", workload, Set.of(),
				StrategySelector.override(workload, strategy), LoadPolicy.NONE, CacheOptions.DEFAULTS));
	}

	/**
	 * A cache of the strategy that the workload leads to.
	 * @param workload the workload
	 * @param weigher the weigher, if the workload has a maximum weight
	 * @return the definitions
	 */
	public static SameDefinition of(Workload workload, @Nullable Weigher<Object, Object> weigher) {
		return new SameDefinition(new CacheDefinition("test", workload, Set.of(), StrategySelector.select(workload),
				LoadPolicy.NONE, CacheOptions.DEFAULTS.withWeigher(weigher)));
	}

	@Override
	public Set<String> names() {
		return Set.of();
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		return this.definition;
	}

	/**
	 * A new cache of this definition.
	 * @param name name of the cache
	 * @return the cache
	 */
	public BespokeCache newCache(String name) {
		return new BespokeCache(name, this.definition, Runnable::run, CacheMapBuilder.MAINTENANCE_EXECUTOR,
				new CacheEvents(Runnable::run, System::nanoTime), LoadObserver.none(), null, System::nanoTime);
	}

}
