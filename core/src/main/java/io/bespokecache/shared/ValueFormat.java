package io.bespokecache.shared;

/**
 * How the values of a shared cache are written. What is read decides nothing: neither
 * which classes are loaded nor how much memory is taken. Thread-safe.
 *
 * @param <V> the type of values
 */
public interface ValueFormat<V> {

	/**
	 * What the values are: a fingerprint of their type as it is declared. Values of
	 * another type are not read.
	 * @return the fingerprint
	 */
	long type();

	/**
	 * Writes a value.
	 * @param value the value
	 * @return its bytes
	 * @throws UnshareableException if it would not come back as what it is, or is too
	 * large
	 */
	byte[] write(V value);

	/**
	 * Reads a value.
	 * @param bytes contain what may be the bytes of a value
	 * @param offset where they begin
	 * @param length how many they are
	 * @return the value
	 * @throws UnshareableException if they are not the bytes of a value of this type
	 */
	V read(byte[] bytes, int offset, int length);

}
