package io.bespokecache.spring.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * The caches of all managers. Of two caches of one name it is the first.
 *
 * @param managers the managers
 */
record ManagedCaches(List<BespokeCacheManager> managers) {

	static ManagedCaches of(Collection<BespokeCacheManager> managers) {
		return new ManagedCaches(List.copyOf(managers));
	}

	/**
	 * Every cache there is by its name, in the order of the names.
	 */
	Map<String, BespokeCache> byName() {
		Map<String, BespokeCache> caches = new TreeMap<>();
		for (BespokeCacheManager manager : this.managers) {
			for (String name : manager.getCacheNames()) {
				BespokeCache cache = manager.getCache(name);
				if (cache != null) {
					caches.putIfAbsent(name, cache);
				}
			}
		}
		return caches;
	}

	/**
	 * Finds a cache, and never creates one.
	 */
	@Nullable BespokeCache find(String name) {
		for (BespokeCacheManager manager : this.managers) {
			if (manager.getCacheNames().contains(name)) {
				return manager.getCache(name);
			}
		}
		return null;
	}

	/**
	 * Finds a cache, and never creates one.
	 * @throws RefusedOperationException if there is none of that name
	 */
	BespokeCache require(String name) {
		BespokeCache cache = find(name);
		if (cache == null) {
			throw new RefusedOperationException(RefusedOperationException.NOT_FOUND,
					"There is no cache '" + name + "'.", "Give one of " + String.join(", ", byName().keySet()) + ".");
		}
		return cache;
	}

}
