package io.bespokecache.spring.event;

import io.bespokecache.map.Promotion;

/**
 * A cache has laid out a new read table.
 *
 * @param cacheName name of the cache
 * @param promotion what was done
 */
public record CachePromoted(String cacheName, Promotion promotion) implements CacheEvent {

}
