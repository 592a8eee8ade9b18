package io.bespokecache.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A copy of a cache's entries that several processes share, and what tells them of each
 * other's evictions. Thread-safe.
 * <p>
 * No method blocks. Every future completes within a time that the second level bounds, in
 * any thread, and none fails: a second level that cannot be reached knows of no value,
 * and what it was to do is done later or counted as lost.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface SecondLevel<K, V> extends AutoCloseable {

	/**
	 * Looks a key up.
	 * @param key the key
	 * @return what was found, without a right to load
	 */
	CompletableFuture<Look<V>> find(K key);

	/**
	 * Looks a key up and, if there is no value, asks for the right to load it. While
	 * another process has that right, waits for what it makes, for a limited time.
	 * @param key the key
	 * @param youngerThan age in nanoseconds that a value must not have reached;
	 * {@link Long#MAX_VALUE} if any that has not expired will do
	 * @param patience greatest time in nanoseconds to wait for another process; 0 not to
	 * wait
	 * @return a value, or leave to load it. Whoever gets that loads, and then
	 * {@linkplain Look#store stores} or {@linkplain Look#giveUp gives up}
	 */
	CompletableFuture<Look<V>> claim(K key, long youngerThan, long patience);

	/**
	 * Stores a value that was made since a key was looked up and not found, unless the
	 * key was evicted or stored in between, and tells all processes.
	 * @param key the key
	 * @param sight what {@link Look#sight()} gave
	 * @param value the value
	 * @param lifetime how long it lives
	 * @return whether it was stored
	 */
	CompletableFuture<Boolean> offer(K key, Object sight, V value, Lifetime lifetime);

	/**
	 * Removes a key, and tells all processes. An eviction that fails is repeated until it
	 * is done; in the meantime this process does not look the key up.
	 * @param key the key
	 * @return whether there was a value, as far as could be learnt
	 */
	CompletableFuture<Boolean> evict(K key);

	/**
	 * Removes all keys, and tells all processes. Repeated like an eviction.
	 * @return completes when it is done, or will be done later
	 */
	CompletableFuture<Void> clear();

	/**
	 * The group of a key, by which the second level drops entries of this process
	 * together.
	 * @param key the key
	 * @return number of the group, 0 or more and the same each time; less than 0 for a
	 * key that cannot be shared, and whose evictions nobody would hear of
	 * @see FirstLevel#dropGroup
	 */
	int groupOf(K key);

	/**
	 * What happened, and how it stands.
	 * @return a copy of the figures
	 */
	SecondLevelStatistics statistics();

	/**
	 * Ends what is done for this cache in the background. Nothing is found any more.
	 */
	@Override
	void close();

	/**
	 * What came of looking a key up.
	 *
	 * @param <V> the type of values
	 */
	interface Look<V> {

		/**
		 * The value. To be asked for once, by the thread that is to decode it.
		 * @return the value, or {@code null} if there is none that will do
		 */
		@Nullable SharedValue<V> found();

		/**
		 * A value that has expired, and may be served if there can be no other. To be
		 * asked for like the other.
		 * @return the value, or {@code null} if there is none
		 */
		default @Nullable SharedValue<V> expired() {
			return null;
		}

		/**
		 * Whether another process has been waited for too long: whoever has an expired
		 * value better serves that than loads as well.
		 * @return {@code true} if one has
		 */
		default boolean isOverdue() {
			return false;
		}

		/**
		 * What to {@linkplain SecondLevel#offer offer} a value with that is made later.
		 * Refers to no cache.
		 * @return the sight, or {@code null} if nothing can be offered
		 */
		default @Nullable Object sight() {
			return null;
		}

		/**
		 * Shares the value that was loaded, unless the right to do that was lost. Does
		 * not wait for it.
		 * @param value the value
		 * @param lifetime how long it lives
		 */
		default void store(V value, Lifetime lifetime) {
		}

		/**
		 * Leaves the load to others.
		 */
		default void giveUp() {
		}

		/**
		 * Nothing, found without any right.
		 * @param <V> the type of values
		 * @return a look that found nothing
		 */
		static <V> Look<V> nothing() {
			return () -> null;
		}

	}

	/**
	 * How long a value lives that is stored now.
	 *
	 * @param freshNanos nanoseconds until it expires, more than 0; {@link Long#MAX_VALUE}
	 * for never
	 * @param liveNanos nanoseconds until it is of no use, not even if there can be no
	 * other; at least as many
	 */
	record Lifetime(long freshNanos, long liveNanos) {

	}

	/**
	 * Makes the second level of a cache.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	@FunctionalInterface
	interface Factory<K, V> {

		/**
		 * Makes the second level of a cache.
		 * @param firstLevel the entries in this process
		 * @return the second level
		 */
		SecondLevel<K, V> create(FirstLevel<K> firstLevel);

	}

}
