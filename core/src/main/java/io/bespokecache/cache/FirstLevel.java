package io.bespokecache.cache;

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
	 * Drops the keys of a group. It looks at every entry.
	 * @param group number of the group
	 * @see SecondLevel#groupOf
	 */
	void dropGroup(int group);

	/**
	 * Drops all keys.
	 */
	void dropAll();

}
