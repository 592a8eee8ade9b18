package io.bespokecache.cache;

import java.util.HashSet;
import java.util.Set;

import io.bespokecache.map.CacheMap;
import io.bespokecache.workload.KeyFlaw;
import org.jspecify.annotations.Nullable;

/**
 * Looks for keys that have the same hash code, each time a cache has twice the entries
 * that it had before. Not thread-safe.
 */
final class KeyCollisions {

	private static final int KEYS = 128;

	/** Different hash codes among so many keys that are too few. */
	private static final int FEW = 32;

	private long looked = KEYS / 2;

	/**
	 * Looks at some keys.
	 * @return what is wrong with them; {@code null} if nothing is, or it was not the time
	 * to look
	 */
	@Nullable KeyFlaw lookFor(CacheMap<?, ?> map) {
		long size = map.mappingCount();
		if (size < 2 * this.looked) {
			return null;
		}
		this.looked = size;
		Set<Integer> hashCodes = new HashSet<>();
		int keys = 0;
		Object last = null;
		for (Object key : map.keySet()) {
			hashCodes.add(key.hashCode());
			last = key;
			if (++keys == KEYS) {
				break;
			}
		}
		return (last != null && keys == KEYS && hashCodes.size() <= FEW)
				? new KeyFlaw(last.getClass().getTypeName(), KeyFlaw.Kind.COLLISIONS) : null;
	}

}
