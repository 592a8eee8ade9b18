package io.bespokecache.cache;

/**
 * What becomes of a value once a load has made it.
 *
 * @param <V> the type of values
 */
public interface StoreRules<V> {

	/**
	 * Whether the value that was made may be stored. It is handed out in any case.
	 * @param value the value
	 * @return {@code false} to store nothing
	 */
	default boolean isStorable(V value) {
		return true;
	}

	/**
	 * Hears that the value could not be stored, for example because a weigher threw.
	 * Whoever returns from this spares all callers the failure: they get the value.
	 * @param value the value
	 * @param failure why it could not be stored
	 * @throws RuntimeException what all callers get instead of the value, by default the
	 * failure
	 */
	default void storeFailed(V value, RuntimeException failure) {
		throw failure;
	}

}
