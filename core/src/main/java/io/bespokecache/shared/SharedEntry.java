package io.bespokecache.shared;

/**
 * What an engine held of one key.
 *
 * @param <V> the type of values
 * @param value the value
 * @param generation generation of the shard that the value belongs to
 * @param liveMillis milliseconds from when it was filled until the engine drops it, more
 * than 0
 * @param freshMillis milliseconds from when it was filled until it has expired for those
 * who read it, more than 0 and at most {@code liveMillis}
 */
record SharedEntry<V>(V value, long generation, long liveMillis, long freshMillis) {

}
