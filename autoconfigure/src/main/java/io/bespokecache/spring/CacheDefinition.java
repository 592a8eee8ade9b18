package io.bespokecache.spring;

import java.util.Set;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;

/**
 * What a cache is made from.
 *
 * @param source the property that describes the cache, for example
 * {@code bespoke.cache.caches.countries}
 * @param workload how the cache is used and what it must do
 * @param assumed names of the workload's values that nobody declared
 * @param selection the strategy, and why
 * @param loads what is done about loads that are slow, due, or failing
 * @param options what the cache does beside keeping entries
 */
public record CacheDefinition(String source, Workload workload, Set<String> assumed, Selection selection,
		LoadPolicy loads, CacheOptions options) {

	public CacheDefinition {
		assumed = Set.copyOf(assumed);
	}

}
