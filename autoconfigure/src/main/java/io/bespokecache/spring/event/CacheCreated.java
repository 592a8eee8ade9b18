package io.bespokecache.spring.event;

import io.bespokecache.workload.Selection;

/**
 * There is another cache.
 *
 * @param cacheName name of the cache
 * @param selection its strategy, and why
 */
public record CacheCreated(String cacheName, Selection selection) implements CacheEvent {

}
