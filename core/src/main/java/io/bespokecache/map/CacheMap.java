package io.bespokecache.map;

import java.util.concurrent.ConcurrentMap;

/**
 * A concurrent map that holds a cache's entries: the one contract of all strategies.
 * <p>
 * Neither keys nor values may be {@code null}; every method refuses them with a
 * {@link NullPointerException}, but for the value of {@link #remove(Object, Object)},
 * where {@code null} matches nothing. Each operation on a single key is linearizable, the
 * {@code compute} family and {@code merge} included, whose function runs at most once a
 * call and must not touch the map. A function of {@link #computeIfAbsent} may block only
 * the writers of some other keys, never a reader; loads that take time belong in
 * {@code io.bespokecache.cache}, which runs them outside every lock. Iteration is weakly
 * consistent: it never throws {@link java.util.ConcurrentModificationException}, shows
 * each key at most once while it is not removed and put again, and shows every entry that
 * is present throughout. Views write through; nothing is added through a view.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface CacheMap<K, V> extends ConcurrentMap<K, V> {

	/**
	 * The strategy that this map follows.
	 * @return the strategy
	 */
	Strategy strategy();

	/**
	 * Counts of the rare events in this map since it was made. Each count is exact once
	 * the calls that it counts have returned, and never falls.
	 * @return a copy of the counts
	 */
	MapStatistics statistics();

	/**
	 * Number of entries. Exact while no other thread writes, an estimate otherwise.
	 * Entries that have expired but are not yet swept may be counted.
	 * @return the number of entries
	 */
	long mappingCount();

	/**
	 * Removes every entry, one by one, and counts them. Entries that other threads write
	 * meanwhile may stay.
	 * @return how many entries this call removed; expired entries are not among them
	 */
	default long drain() {
		long removed = 0;
		for (K key : keySet()) {
			if (remove(key) != null) {
				removed++;
			}
		}
		return removed;
	}

	/**
	 * Finishes maintenance that is due: evictions that a bound asks for, and the removal
	 * of expired entries. Maps do this by themselves; a caller needs it only to see its
	 * effect now.
	 */
	default void cleanUp() {
	}

}
