package io.bespokecache.spring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache as they leave an application that ends and enter one that
 * starts. Neither counts as use of the cache.
 */
public interface CacheEntries {

	/**
	 * Shows every entry that has not expired. Entries that other threads write meanwhile
	 * may be shown or not.
	 * @param visitor is shown the entries, in this thread
	 */
	void forEachEntry(Visitor visitor);

	/**
	 * Stores a value that was written earlier, unless it has expired or there is one.
	 * @param key the key
	 * @param value the value; {@code null} for a cached {@code null}
	 * @param age time since the value was written
	 * @return whether the value was stored
	 */
	boolean restore(Object key, @Nullable Object value, Duration age);

	/**
	 * Whether it depends on the age of an entry what becomes of it, and so ages are
	 * known.
	 * @return {@code false} if they may be zero
	 */
	boolean keepsAges();

	/**
	 * Time for which an entry stays that nobody reads.
	 * @return more than zero; {@code null} for no limit
	 */
	@Nullable Duration timeToIdle();

	/**
	 * Is shown the entries of a cache, one after the other.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Is shown an entry.
		 * @param key the key
		 * @param value the value; {@code null} for a cached {@code null}
		 * @param age time since the entry was written; zero if nobody knows
		 */
		void visit(Object key, @Nullable Object value, Duration age);

	}

}
