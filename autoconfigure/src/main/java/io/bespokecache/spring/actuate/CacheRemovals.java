package io.bespokecache.spring.actuate;

import io.bespokecache.spring.BespokeCache;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Removes entries at an operator's word: each time is logged.
 */
final class CacheRemovals {

	private static final Log logger = LogFactory.getLog(CacheRemovals.class);

	private final ManagedCaches caches;

	CacheRemovals(ManagedCaches caches) {
		this.caches = caches;
	}

	/**
	 * Removes the entries of a key, or all.
	 * @param name name of the cache
	 * @param key text of the key
	 * @param all {@code true} for every entry
	 * @return how many entries there were
	 */
	long remove(String name, @Nullable String key, @Nullable String all) {
		BespokeCache cache = this.caches.require(name);
		if (key == null && "true".equals(all)) {
			return clear(cache);
		}
		if (key != null && (all == null || all.equals("false"))) {
			return evict(cache, key);
		}
		throw RefusedOperationException.of(problem(key, all),
				"Give key with the text of a key, or all=true to remove every entry.");
	}

	private static String problem(@Nullable String key, @Nullable String all) {
		if (all == null || (key == null && all.equals("false"))) {
			return "What to remove was not given.";
		}
		return all.equals("true") ? "Both a key and all were given."
				: "The value '" + all + "' of all is neither true nor false.";
	}

	private static long evict(BespokeCache cache, String key) {
		long removed = cache.evictIf((candidate) -> isTextOf(candidate, key));
		logger.info("Cache '" + cache.getName() + "': an operator has removed " + removed
				+ " entries of one key through the endpoint");
		return removed;
	}

	private static boolean isTextOf(Object key, String text) {
		try {
			return text.equals(key.toString());
		}
		catch (RuntimeException ex) {
			// A key that has no text is not the one that is meant.
			return false;
		}
	}

	private static long clear(BespokeCache cache) {
		long size = cache.getStore().size();
		boolean removed = cache.invalidate();
		logger.info("Cache '" + cache.getName() + "': an operator has removed all entries, about " + size
				+ ", through the endpoint");
		return removed ? Math.max(1, size) : 0;
	}

}
