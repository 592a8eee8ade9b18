package io.bespokecache.spring;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.bespokecache.map.CacheMapBuilder;

/**
 * Finds the definition of a cache by the cache's name. Thread-safe.
 */
public interface CacheDefinitions {

	/**
	 * Names of the caches that are to exist from the start.
	 * @return the names, in the order of their declaration
	 */
	Set<String> names();

	/**
	 * Definition of the cache of the given name, declared or not.
	 * @param cacheName name of the cache
	 * @return the definition
	 */
	CacheDefinition definitionOf(String cacheName);

	/**
	 * How due entries are loaded again, for all caches together.
	 * @return the options
	 */
	default RefreshOptions refreshOptions() {
		return RefreshOptions.DEFAULTS;
	}

	/**
	 * Runs what the maps of the caches do by themselves.
	 * @return an executor that never runs a task on the calling thread
	 * @see CacheMapBuilder#maintenanceExecutor
	 */
	default Executor maintenanceExecutor() {
		return CacheMapBuilder.MAINTENANCE_EXECUTOR;
	}

	/**
	 * Clock that the caches tell time by.
	 * @return a clock with {@link System#nanoTime()}'s contract
	 */
	default LongSupplier nanoClock() {
		return CacheMapBuilder.SYSTEM_NANO_CLOCK;
	}

}
