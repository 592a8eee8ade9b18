package io.bespokecache.spring.event;

import io.bespokecache.cache.Evictions;

/**
 * A cache has dropped entries by itself since this was last published of it, at a review.
 *
 * @param cacheName name of the cache
 * @param evictions how many, by cause
 */
public record CacheEvicted(String cacheName, Evictions evictions) implements CacheEvent {

}
