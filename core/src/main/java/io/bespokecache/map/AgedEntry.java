package io.bespokecache.map;

/**
 * An entry on its way from one map to another, with what it has lived already. All times
 * are in nanoseconds.
 *
 * @param key the key as the former map holds it
 * @param value the value
 * @param age time since it was written, or 0 in a map whose entries have no time to live
 * @param idle time since it was last used, or 0 in a map whose entries have no time to
 * idle
 * @param left what is left of a time to live of its own, or {@link Long#MAX_VALUE} if it
 * has none
 * @param <K> the type of keys
 * @param <V> the type of values
 */
record AgedEntry<K, V>(K key, V value, long age, long idle, long left) {

}
