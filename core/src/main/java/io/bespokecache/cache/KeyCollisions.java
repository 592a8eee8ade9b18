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

	/** Whether the cache has so many entries that it is time to look. */
	boolean isDue(long size) {
		return size >= 2 * this.looked;
	}

	/**
	 * Looks at keys from all over the map: those beside each other may well have hash
	 * codes that are. Their code may throw.
	 * @return what is wrong with them; {@code null} if nothing is
	 */
	@Nullable KeyFlaw lookFor(CacheMap<?, ?> map) {
		this.looked = map.mappingCount();
		long step = Math.max(1, this.looked / KEYS);
		Set<Integer> hashCodes = new HashSet<>();
		int keys = 0;
		long passed = 0;
		Object last = null;
		for (Object key : map.keySet()) {
			if (passed++ % step == 0) {
				hashCodes.add(key.hashCode());
				last = key;
				if (++keys == KEYS) {
					break;
				}
			}
		}
		return (last != null && keys == KEYS && hashCodes.size() <= FEW)
				? new KeyFlaw(last.getClass().getTypeName(), KeyFlaw.Kind.COLLISIONS) : null;
	}

}
