package io.bespokecache.shared;

import org.jspecify.annotations.Nullable;

/**
 * How the keys of a shared cache are written: equal keys as equal bytes, and keys that
 * are not equal never as the same bytes, whatever their types. Thread-safe.
 *
 * @param <K> the type of keys
 */
public interface KeyFormat<K> {

	/**
	 * Writes a key.
	 * @param key the key
	 * @return its bytes
	 * @throws UnshareableException if there is no such form of the key
	 */
	byte[] write(K key);

	/**
	 * Reads a key.
	 * @param bytes what may be the bytes of a key
	 * @return the key; {@code null} if they are not the bytes of a key that this process
	 * can have written or read before
	 */
	@Nullable K read(byte[] bytes);

}
