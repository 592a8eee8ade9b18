package io.bespokecache.workload;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What was declared about a cache, and what nobody declared.
 *
 * @param workload how it is used and what it must do
 * @param assumed names of the parts of the workload that nobody declared:
 * {@code readRatio}, {@code keyLifetime}, {@code expectedEntries}
 * @param refreshAfterWrite age from which a value is loaded anew while it is served;
 * {@code null} for none
 * @param adaptivity what is done when it is used otherwise
 */
public record CacheDeclaration(Workload workload, Set<String> assumed, @Nullable Duration refreshAfterWrite,
		Adaptivity adaptivity) {

	/** Keeps a copy of the names. */
	public CacheDeclaration {
		assumed = Set.copyOf(assumed);
	}

	/**
	 * The same for a cache that must do something else now.
	 * @param workload what it must do
	 * @return the declaration
	 */
	public CacheDeclaration of(Workload workload) {
		return new CacheDeclaration(workload, this.assumed, this.refreshAfterWrite, this.adaptivity);
	}

}
