package io.bespokecache.cache;

import java.util.function.IntPredicate;

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
	 * Drops the keys of some groups. It looks at every entry, once.
	 * @param groups accepts the numbers of these groups
	 * @see SecondLevel#groupOf
	 */
	void dropGroups(IntPredicate groups);

	/**
	 * Drops all keys.
	 */
	void dropAll();

	/**
	 * Runs what takes a while, such as to look at every entry, in another thread if there
	 * is one for it.
	 * @param task what to run, sooner or later
	 */
	void background(Runnable task);

}
