package io.bespokecache.spring.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows each cache: how it is used, the strategy and why, and what happened in it.
 */
@Endpoint(id = "bespokecaches", defaultAccess = Access.READ_ONLY)
public class BespokeCachesEndpoint {

	private final List<BespokeCacheManager> cacheManagers;

	/**
	 * Creates the endpoint.
	 * @param cacheManagers the managers whose caches are shown; of two caches of one name
	 * the first is
	 */
	public BespokeCachesEndpoint(Collection<BespokeCacheManager> cacheManagers) {
		this.cacheManagers = List.copyOf(cacheManagers);
	}

	/**
	 * Shows every cache.
	 * @return the caches by name
	 */
	@ReadOperation
	public CachesDescriptor caches() {
		Map<String, CacheDescriptor> caches = new TreeMap<>();
		for (BespokeCacheManager cacheManager : this.cacheManagers) {
			for (String name : cacheManager.getCacheNames()) {
				BespokeCache cache = cacheManager.getCache(name);
				if (cache != null) {
					caches.putIfAbsent(name, CacheDescriptor.of(cache));
				}
			}
		}
		return new CachesDescriptor(caches);
	}

	/**
	 * Shows one cache. Never creates one.
	 * @param cache name of the cache
	 * @return the cache, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable CacheDescriptor cache(@Selector String cache) {
		return caches().caches().get(cache);
	}

	/**
	 * All caches.
	 *
	 * @param caches the caches by name, in the order of their names
	 */
	public record CachesDescriptor(Map<String, CacheDescriptor> caches) implements OperationResponseBody {

	}

}
