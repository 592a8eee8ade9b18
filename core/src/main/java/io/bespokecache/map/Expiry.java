package io.bespokecache.map;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides how long each entry lives. Called when an entry is written and when it is read,
 * possibly by several threads at once; must not use the map.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface Expiry<K, V> {

	/**
	 * Time to live of an entry that is written now.
	 * @param key the key
	 * @param value the value
	 * @return the time, more than zero; what is not is taken for one nanosecond.
	 * {@code null} for the time that the entry would have without this
	 */
	@Nullable Duration afterWrite(K key, V value);

	/**
	 * Time to live of an entry that is read now.
	 * @param key the key
	 * @param value the value
	 * @return the time, more than zero; what is not is taken for one nanosecond.
	 * {@code null} to leave it as it is
	 */
	default @Nullable Duration afterRead(K key, V value) {
		return null;
	}

}
