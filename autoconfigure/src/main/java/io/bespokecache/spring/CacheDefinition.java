package io.bespokecache.spring;

import java.util.Set;

import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What a cache is made from.
 *
 * @param source the property that describes the cache, for example
 * {@code bespoke.cache.caches.countries}
 * @param workload how the cache is used and what it must do
 * @param assumed names of the workload's values that nobody declared
 * @param selection the strategy, and why
 * @param weigher weighs the entries; {@code null} without a maximum weight
 */
public record CacheDefinition(String source, Workload workload, Set<String> assumed, Selection selection,
		@Nullable Weigher<Object, Object> weigher) {

	public CacheDefinition {
		assumed = Set.copyOf(assumed);
	}

}
