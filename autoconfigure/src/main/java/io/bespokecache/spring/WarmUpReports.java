package io.bespokecache.spring;

import org.jspecify.annotations.Nullable;

/**
 * Knows what became of each cache's entries when the application started and stopped.
 * Thread-safe.
 */
public interface WarmUpReports {

	/**
	 * Report of a cache.
	 * @param cache the cache
	 * @return the report, or {@code null} if the cache is neither restored nor preloaded
	 */
	@Nullable WarmUpReport reportOf(BespokeCache cache);

}
