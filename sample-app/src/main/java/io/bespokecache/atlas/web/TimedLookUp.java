package io.bespokecache.atlas.web;

import java.util.Locale;
import java.util.function.Supplier;

import io.bespokecache.cache.SecondLevel;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CachedEntry;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.SecondLevelOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Looks something up and tells the client, in the header {@code Server-Timing}, who
 * answered and in how many milliseconds. Thread-safe.
 */
@Component
public class TimedLookUp {

	private static final String SECOND_LEVEL = "redis";

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
	 * @return the answer with its header, who answered being {@code cache}, {@code redis}
	 * or the origin
	 */
	public <T> ResponseEntity<T> answer(String cacheName, Object key, String origin, Supplier<T> lookUp) {
		boolean cached = isFresh(cacheName, key);
		long start = System.nanoTime();
		T answer = lookUp.get();
		double millis = (System.nanoTime() - start) / 1e6;
		String answeredBy = (cached || isStale(cacheName, key)) ? "cache"
				: isOlder(cacheName, key, start) ? SECOND_LEVEL : origin;
		return ResponseEntity.ok()
			.header("Server-Timing", String.format(Locale.ROOT, "%s;dur=%.4f", answeredBy, millis))
			.body(answer);
	}

	private boolean isFresh(String cacheName, Object key) {
		CachedEntry entry = peek(cacheName, key);
		return entry != null && !entry.stale() && isBelieved(cacheName);
	}

	/**
	 * Whether a cache holds an expired answer, which it gives because it cannot get
	 * another.
	 * @param cacheName the cache
	 * @param key the key of the answer there
	 * @return whether it has expired
	 */
	public boolean isStale(String cacheName, Object key) {
		CachedEntry entry = peek(cacheName, key);
		return entry != null && entry.stale();
	}

	/**
	 * Whether an entry is older than the look-up that has brought it here, and so was
	 * made for an earlier one, by this node or another.
	 */
	private boolean isOlder(String cacheName, Object key, long start) {
		SecondLevel<?, ?> level = secondLevel(cacheName);
		CachedEntry entry = peek(cacheName, key);
		return level != null && level.statistics().coherent() && entry != null && entry.age() != null
				&& entry.age().toNanos() > System.nanoTime() - start;
	}

	/**
	 * Whether calls are answered with the entries in this process. Those of a shared
	 * cache are not, while it does not hear of what other nodes evict, unless it is to
	 * serve them regardless.
	 */
	private boolean isBelieved(String cacheName) {
		SecondLevel<?, ?> level = secondLevel(cacheName);
		return level == null || level.statistics().coherent() || servesStale(cacheName);
	}

	private boolean servesStale(String cacheName) {
		SecondLevelOptions options = (this.cacheManager.getCache(cacheName) instanceof BespokeCache cache)
				? cache.getDefinition().options().secondLevel() : null;
		return options != null && options.whenIncoherent() == IncoherentPolicy.SERVE_STALE;
	}

	private @Nullable SecondLevel<?, ?> secondLevel(String cacheName) {
		return (this.cacheManager.getCache(cacheName) instanceof BespokeCache cache) ? cache.getStore().secondLevel()
				: null;
	}

	/**
	 * Looks at the entry without a count, so that to tell a hit is none.
	 */
	private @Nullable CachedEntry peek(String cacheName, Object key) {
		return (this.cacheManager.getCache(cacheName) instanceof BespokeCache cache) ? cache.peek(key) : null;
	}

}
