package io.bespokecache.workload;

import java.util.Locale;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * What the operations on several keys of a cache need of its map.
 */
public enum BulkNeed {

	/** Nothing: each key may be treated on its own. */
	NONE(null),

	/** Snapshots and iterations show all entries as they were at one instant. */
	SNAPSHOT(Capability.CONSISTENT_SNAPSHOT),

	/** Several keys are read and written at one instant. */
	ATOMIC(Capability.ATOMIC_BULK);

	private final @Nullable Capability capability;

	BulkNeed(@Nullable Capability capability) {
		this.capability = capability;
	}

	/**
	 * Name of this need in configuration and endpoint.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What a strategy must be able to do to meet this need.
	 * @return the capability; {@code null} if any strategy will do
	 */
	@Nullable Capability capability() {
		return this.capability;
	}

}
