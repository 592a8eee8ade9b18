package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * A map that drops entries by itself, and can tell how old an entry is and take one that
 * is not new. Of each key there is one caller at a time; others may read it.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
interface AgeingMap<K, V> {

	/**
	 * The entry of a key, with its age. No use of it is noted.
	 * @param key the key
	 * @return the entry, or {@code null} if there is none or its time has passed
	 */
	@Nullable AgedEntry<K, V> aged(Object key);

	/**
	 * Puts an entry that is as old as it says. By this map's own durations its time may
	 * have passed: then it is evicted as any other that expires.
	 * @param entry the entry
	 */
	void put(AgedEntry<K, V> entry);

	/** Comes before entries are put that are not new. */
	default void beginMoves() {
	}

	/** Comes once all of them have been put. */
	default void endMoves() {
	}

}
