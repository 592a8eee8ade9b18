package io.bespokecache.spring.actuate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells the strategy of each cache, and how much advice there is on it.
 */
public final class BespokeCachesInfoContributor implements InfoContributor {

	private final ManagedCaches caches;

	/**
	 * Creates the contributor.
	 * @param cacheManagers the managers whose caches are told of
	 */
	public BespokeCachesInfoContributor(Collection<BespokeCacheManager> cacheManagers) {
		this.caches = ManagedCaches.of(cacheManagers);
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, CacheInfo> infos = new LinkedHashMap<>();
		this.caches.byName().forEach((name, cache) -> infos.put(name, CacheInfo.of(cache.getStore())));
		builder.withDetail("bespokecaches", infos);
	}

	/**
	 * A cache in short.
	 *
	 * @param strategy name of the strategy
	 * @param reason what decided
	 * @param advice how many things there are to be changed
	 */
	public record CacheInfo(String strategy, String reason, int advice) {

		static CacheInfo of(LocalCache<?, ?> cache) {
			return new CacheInfo(cache.selection().strategy().id(), cache.selection().reason(), cache.advice().size());
		}

	}

}
