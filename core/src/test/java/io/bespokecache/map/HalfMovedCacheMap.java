package io.bespokecache.map;

import java.time.Duration;

/**
 * A map half of whose entries stay in the source until they are changed again, and there
 * are always some: what others see of a move that stands still.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class HalfMovedCacheMap<K, V> extends MovingCacheMap<K, V> {

	HalfMovedCacheMap(CacheMap<K, V> from, CacheMap<K, V> to) {
		super(from, to, null);
		begin(new Patience(Duration.ofMinutes(1)));
	}

	/** A new key comes to the source if it belongs to the half that lags behind. */
	@Override
	boolean isMoving(Object key) {
		boolean lags = (key.hashCode() & 1) == 0;
		return !lags || containsKey(key);
	}

}
