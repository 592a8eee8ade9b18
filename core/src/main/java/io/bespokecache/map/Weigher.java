package io.bespokecache.map;

/**
 * Weighs an entry, once, when it is written.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface Weigher<K, V> {

	/**
	 * Weight of an entry, in any unit that is the same for all entries of a cache.
	 * @param key the key
	 * @param value the value
	 * @return the weight, 0 or more
	 */
	int weigh(K key, V value);

}
