package io.bespokecache.map;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * A concurrent map that holds a cache's entries: the one contract of all strategies.
 * <p>
 * Neither keys nor values may be {@code null}; every method refuses them with a
 * {@link NullPointerException}, but for the value of {@link #remove(Object, Object)},
 * where {@code null} matches nothing. Each operation on a single key is linearizable, the
 * {@code compute} family and {@code merge} included, whose function runs at most once a
 * call and must not touch the map. A function of {@link #computeIfAbsent} may block only
 * the writers of other keys, never a reader, save that {@link Strategy#MUTEX} has one
 * lock for both; loads that take time belong in {@code io.bespokecache.cache}, which runs
 * them outside every lock. Iteration is weakly consistent: it never throws
 * {@link java.util.ConcurrentModificationException}, shows each key at most once while it
 * is not removed and put again, and shows every entry that is present throughout. Views
 * write through; nothing is added through a view.
 * <p>
 * <b>Operations on several keys</b> ({@link #getAll}, {@link #putAll},
 * {@link #removeAll}, {@link #removeIf}, {@link #replaceAll}, {@link #clear},
 * {@link #drain}) treat each key on its own, and other threads may act in between, unless
 * the strategy has {@link Strategy.Capability#ATOMIC_BULK}: then each takes effect at one
 * instant, for readers of single keys too. {@link #snapshot} shows the map as it was at
 * one instant if the strategy has {@link Strategy.Capability#CONSISTENT_SNAPSHOT}, and is
 * as consistent as an iteration otherwise. Iterations of a strategy that has this
 * capability show the map as it was when they began.
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
	 * How this map decides what to evict, as of now. Segments are looked at one after the
	 * other, so figures of a map that others write to need not be of one instant.
	 * @return a copy of the policy's state, or {@code null} if the strategy has no policy
	 * that it tells of, or the map has no bound
	 * @throws IllegalStateException if a function that this map runs under a lock asks
	 * for it, and would have to wait for another thread
	 */
	default @Nullable PolicyState policyState() {
		return null;
	}

	/**
	 * Number of entries. Exact while no other thread writes, an estimate otherwise.
	 * Entries that have expired or were collected but are not yet swept may be counted.
	 * @return the number of entries
	 */
	long mappingCount();

	/**
	 * Values of several keys. A key that is given twice is looked up once.
	 * @param keys the keys; none of them {@code null}
	 * @return a map of the caller's own with those keys that have a value, in the order
	 * given
	 */
	default Map<K, V> getAll(Collection<? extends K> keys) {
		Map<K, V> found = new LinkedHashMap<>();
		for (K key : keys) {
			V value = get(key);
			if (value != null) {
				found.putIfAbsent(key, value);
			}
		}
		return found;
	}

	/**
	 * Removes several keys.
	 * @param keys the keys; none of them {@code null}
	 * @return how many entries this call removed
	 */
	default long removeAll(Collection<?> keys) {
		long removed = 0;
		for (Object key : keys) {
			if (remove(key) != null) {
				removed++;
			}
		}
		return removed;
	}

	/**
	 * Removes the entries that meet a condition, each only while it still has the value
	 * that was tested.
	 * @param condition tests key and value; must not touch the map
	 * @return how many entries this call removed
	 */
	default long removeIf(BiPredicate<? super K, ? super V> condition) {
		Objects.requireNonNull(condition, "condition");
		long removed = 0;
		for (Map.Entry<K, V> entry : entrySet()) {
			if (condition.test(entry.getKey(), entry.getValue()) && remove(entry.getKey(), entry.getValue())) {
				removed++;
			}
		}
		return removed;
	}

	/**
	 * A copy of all entries that later writes do not change.
	 * @return an unmodifiable map, in no particular order
	 */
	default Map<K, V> snapshot() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(this));
	}

	/**
	 * Removes every entry and counts them. Where operations on several keys are not
	 * atomic, entries that other threads write meanwhile may stay.
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
	 * of expired and collected entries. Maps do this by themselves; a caller needs it
	 * only to see its effect now.
	 */
	default void cleanUp() {
	}

	/**
	 * Ends what is done for this map in the background. It stays of use; expired and
	 * collected entries go when they are met, or with {@link #cleanUp()}.
	 */
	default void close() {
	}

}
