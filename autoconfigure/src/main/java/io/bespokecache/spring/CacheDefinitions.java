package io.bespokecache.spring;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import io.bespokecache.map.CacheMapBuilder;
import org.jspecify.annotations.Nullable;

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
	 * How long after a review of the caches the next one begins.
	 * @return the interval, more than zero
	 */
	default Duration reviewInterval() {
		return Duration.ofSeconds(1);
	}

	/**
	 * Makes the thread that reviews the caches, and that tells listeners of them.
	 * @return makes threads that keep no virtual machine alive
	 */
	default ThreadFactory reviewThreads() {
		return BespokeCacheManager.REVIEW_THREADS;
	}

	/**
	 * Makes the second levels of caches that are shared with other processes.
	 * @return makes them; {@code null} if no cache is shared
	 */
	default @Nullable SecondLevels secondLevels() {
		return null;
	}

	/**
	 * Clock that the caches tell time by.
	 * @return a clock with {@link System#nanoTime()}'s contract
	 */
	default LongSupplier nanoClock() {
		return CacheMapBuilder.SYSTEM_NANO_CLOCK;
	}

}
