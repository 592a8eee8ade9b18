package io.bespokecache.spring.event;

/**
 * Something rare has happened in a cache. Published by a thread that no caller of the
 * cache waits for, in the order in which things happened.
 */
public sealed interface CacheEvent permits CacheCreated, CachePromoted, CacheEvicted, StrategyChanged, AdviceGiven {

	/**
	 * Name of the cache.
	 * @return the name
	 */
	String cacheName();

}
