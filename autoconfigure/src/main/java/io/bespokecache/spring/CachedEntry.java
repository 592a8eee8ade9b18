package io.bespokecache.spring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in a cache.
 *
 * @param value the value; {@code null} if that was cached
 * @param age time since it was written; {@code null} in a cache that keeps no ages
 * @param stale whether it has expired, and is kept only for the case that it cannot be
 * loaded again
 */
public record CachedEntry(@Nullable Object value, @Nullable Duration age, boolean stale) {

}
