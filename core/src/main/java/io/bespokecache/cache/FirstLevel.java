package io.bespokecache.cache;

import java.util.function.Predicate;

/**
 * The entries of one cache in this process, as its second level sees them. What is
 * dropped here is dropped nowhere else, and no load of it that is in progress will be
 * stored. Thread-safe.
 *
 * @param <K> the type of keys
 */
public interface FirstLevel<K> {

	/**
	 * Name of the cache.
	 * @return the name
	 */
	String cache();

	/**
	 * Until when the entries may be believed.
	 * @return the coherence
	 */
	Coherence coherence();

	/**
	 * Drops a key that somebody has evicted.
	 * @param key the key
	 */
	void drop(K key);

	/**
	 * Drops the keys that the filter accepts. It looks at every entry.
	 * @param filter tells which keys are to go; does not touch the cache
	 */
	void dropIf(Predicate<? super K> filter);

	/**
	 * Drops all keys.
	 */
	void dropAll();

}
