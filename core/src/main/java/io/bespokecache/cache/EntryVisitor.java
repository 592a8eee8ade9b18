package io.bespokecache.cache;

import java.time.Duration;

/**
 * Is shown the entries of a cache, one after the other.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface EntryVisitor<K, V> {

	/**
	 * Is shown an entry.
	 * @param key the key
	 * @param value the value
	 * @param age time since the entry was written; zero if nobody knows
	 */
	void visit(K key, V value, Duration age);

}
