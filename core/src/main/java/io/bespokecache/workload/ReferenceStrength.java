package io.bespokecache.workload;

import java.util.Locale;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * How firmly a cache holds its values.
 */
public enum ReferenceStrength {

	/** A value stays until the cache drops it. */
	STRONG(null),

	/** The garbage collector may take a value when memory is short. */
	SOFT(Capability.SOFT_VALUES),

	/** The garbage collector may take a value that nobody else refers to. */
	WEAK(Capability.WEAK_VALUES);

	private final @Nullable Capability capability;

	ReferenceStrength(@Nullable Capability capability) {
		this.capability = capability;
	}

	/**
	 * Name of this strength in configuration and endpoint.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What a strategy must be able to do to hold values like this.
	 * @return the capability; {@code null} if any strategy will do
	 */
	@Nullable Capability capability() {
		return this.capability;
	}

}
