package io.bespokecache.spring.observation;

import io.bespokecache.cache.LoadKind;
import io.micrometer.observation.Observation;

/**
 * What is known of a load while it is observed.
 */
public final class LoadObservationContext extends Observation.Context {

	private final String cacheName;

	private final LoadKind kind;

	LoadObservationContext(String cacheName, LoadKind kind) {
		this.cacheName = cacheName;
		this.kind = kind;
	}

	/**
	 * Name of the cache.
	 * @return the name
	 */
	public String getCacheName() {
		return this.cacheName;
	}

	/**
	 * Why the load runs.
	 * @return the kind
	 */
	public LoadKind getKind() {
		return this.kind;
	}

}
