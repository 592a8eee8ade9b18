package io.bespokecache.map;

/**
 * A walk over the entries of a map, with the consistency that the map promises. Not
 * thread-safe.
 */
abstract class EntryCursor {

	/**
	 * Moves to the next entry.
	 * @return {@code false} if there is none
	 */
	abstract boolean advance();

	/**
	 * Key of the entry that the last {@link #advance()} found.
	 * @return the key
	 */
	abstract Object key();

	/**
	 * Value of the entry that the last {@link #advance()} found.
	 * @return the value
	 */
	abstract Object value();

}
