package io.bespokecache.spring.event;

import io.bespokecache.cache.StrategyChange;

/**
 * Another map holds the entries of a cache.
 *
 * @param cacheName name of the cache
 * @param change what was done, and why
 */
public record StrategyChanged(String cacheName, StrategyChange change) implements CacheEvent {

}
