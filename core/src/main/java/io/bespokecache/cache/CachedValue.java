package io.bespokecache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A value as it stands in a cache.
 *
 * @param value the value
 * @param age time since it was written; {@code null} in a cache that keeps no ages
 * @param stale whether it has expired, and is kept only for the case that it cannot be
 * loaded again
 * @param <V> the type of values
 */
public record CachedValue<V>(V value, @Nullable Duration age, boolean stale) {

}
