package io.bespokecache.map;

/**
 * The map behind a cache while its entries go from one map to another. Right for whoever
 * still uses it before and after that as well.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
interface InterimCacheMap<K, V> extends CacheMap<K, V> {

	/** The map that the entries come from. */
	CacheMap<K, V> from();

	/** The map that they go to. */
	CacheMap<K, V> to();

	/** The counts that do not come from the target. */
	MapStatistics formerStatistics();

	@Override
	default MapStatistics statistics() {
		return formerStatistics().plus(to().statistics());
	}

	@Override
	default void cleanUp() {
		from().cleanUp();
		to().cleanUp();
	}

	@Override
	default void close() {
		from().close();
		to().close();
	}

	/**
	 * Takes all entries over. By one thread at a time, once every writer comes through
	 * this map; from the return on, the target may be used directly. May be called again
	 * if it has thrown.
	 * @param patience how long it may wait for writers before any entry is touched
	 * @return how many entries were taken over
	 * @throws ChangeAbandonedException if it has waited for too long, or was interrupted
	 * meanwhile
	 */
	long moveAll(Patience patience);

	/** Whether an entry may have moved already, so that the target must be kept. */
	boolean hasBegun();

}
