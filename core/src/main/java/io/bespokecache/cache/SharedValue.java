package io.bespokecache.cache;

/**
 * A value that a second level holds.
 *
 * @param value the value
 * @param ageNanos nanoseconds since it was made, 0 or more
 * @param freshNanos age from which it has expired; {@link Long#MAX_VALUE} for never
 * @param group what the second level drops its key by
 * @param <V> the type of values
 */
public record SharedValue<V>(V value, long ageNanos, long freshNanos, int group) {

}
