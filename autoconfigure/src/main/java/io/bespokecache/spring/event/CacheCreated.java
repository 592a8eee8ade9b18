package io.bespokecache.spring.event;

import io.bespokecache.workload.Selection;

/**
 * There is another cache.
 *
 * @param cacheName name of the cache
 * @param selection the strategy that it was created with, and why
 */
public record CacheCreated(String cacheName, Selection selection) implements CacheEvent {

}
