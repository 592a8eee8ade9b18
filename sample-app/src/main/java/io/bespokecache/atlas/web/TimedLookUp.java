package io.bespokecache.atlas.web;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Looks something up and tells the client, in the header {@code Server-Timing}, who
 * answered and in how many milliseconds. Thread-safe.
 */
@Component
public class TimedLookUp {

	private final CacheManager cacheManager;

	TimedLookUp(CacheManager cacheManager) {
		this.cacheManager = cacheManager;
	}

	/**
	 * Runs a look-up.
	 * @param cacheName the cache that may have the answer
	 * @param key the key of the answer there
	 * @param origin who answers if the cache has none, as a token
	 * @param lookUp the look-up
	 * @param <T> the type of the answer
	 * @return the answer with its header, who answered being {@code cache} or the origin
	 */
	public <T> ResponseEntity<T> answer(String cacheName, Object key, String origin, Supplier<T> lookUp) {
		String answeredBy = isCached(cacheName, key) ? "cache" : origin;
		long start = System.nanoTime();
		T answer = lookUp.get();
		double millis = (System.nanoTime() - start) / 1e6;
		return ResponseEntity.ok()
			.header("Server-Timing", String.format(Locale.ROOT, "%s;dur=%.4f", answeredBy, millis))
			.body(answer);
	}

	/**
	 * Looks at the map itself, so that to tell a hit does not count as one.
	 */
	private boolean isCached(String cacheName, Object key) {
		Cache cache = this.cacheManager.getCache(cacheName);
		return cache != null && cache.getNativeCache() instanceof Map<?, ?> map && map.containsKey(key);
	}

}
