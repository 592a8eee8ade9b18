package io.bespokecache.map;

/**
 * Hears of the rare events in a map, never of a read.
 * <p>
 * Called by the thread that caused the event or by a maintenance thread, possibly while
 * the map holds a lock: a listener returns quickly and does not touch the map. An
 * exception that it throws is dropped.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface MapListener<K, V> {

	/**
	 * The map dropped an entry by itself. Called once for each such entry, unless the
	 * garbage collector has taken its key.
	 * @param key the key
	 * @param cause why the entry was dropped
	 */
	default void evicted(K key, EvictionCause cause) {
	}

	/**
	 * A promoting map has laid out a new read table.
	 * @param promotion what was done
	 */
	default void promoted(Promotion promotion) {
	}

	/**
	 * A value was written that takes half of a region of the G1 collector or more. Told
	 * by {@link Strategy#LRU_REFERENCE} only.
	 * @param key the key
	 * @param bytes about what the value takes
	 */
	default void largeValue(K key, long bytes) {
	}

	/**
	 * Listener that does nothing.
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the listener
	 */
	static <K, V> MapListener<K, V> none() {
		return new MapListener<>() {
		};
	}

}
