package io.bespokecache.spring.actuate;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows each cache: how it is used, the strategy and why, and what happened in it.
 * Changes one where access to the endpoint is unrestricted, which it is not by default.
 * <p>
 * Over HTTP, the operations of {@link BespokeCachesEndpointWebExtension} take the place
 * of those that have the same path and produce the same.
 */
@Endpoint(id = "bespokecaches", defaultAccess = Access.READ_ONLY)
public class BespokeCachesEndpoint {

	private final ManagedCaches caches;

	private final CacheOperations operations;

	private final CacheRemovals removals;

	/**
	 * Creates the endpoint.
	 * @param cacheManagers the managers whose caches are shown; of two caches of one name
	 * the first is
	 */
	public BespokeCachesEndpoint(Collection<BespokeCacheManager> cacheManagers) {
		this(ManagedCaches.of(cacheManagers));
	}

	private BespokeCachesEndpoint(ManagedCaches caches) {
		this.caches = caches;
		this.operations = new CacheOperations(caches);
		this.removals = new CacheRemovals(caches);
	}

	/**
	 * Shows every cache.
	 * @return the caches by name
	 */
	@ReadOperation(producesFrom = ReportFormat.class)
	public CachesDescriptor caches() {
		Map<String, CacheDescriptor> caches = new TreeMap<>();
		this.caches.byName().forEach((name, cache) -> caches.put(name, CacheDescriptor.of(cache)));
		return new CachesDescriptor(caches);
	}

	/**
	 * Shows one cache. Never creates one.
	 * @param cache name of the cache
	 * @return the cache, or {@code null} if there is none of that name
	 */
	@ReadOperation(producesFrom = ReportFormat.class)
	public @Nullable CacheDescriptor cache(@Selector String cache) {
		BespokeCache found = this.caches.find(cache);
		return (found != null) ? CacheDescriptor.of(found) : null;
	}

	/**
	 * The caches that are shown.
	 */
	ManagedCaches managed() {
		return this.caches;
	}

	/**
	 * Changes a cache while it is in use. What is not given stays as it is. The
	 * configuration applies again when the application is started anew.
	 * @param cache name of the cache
	 * @param strategy the strategy to take, for example {@code sharded}
	 * @param maximumSize greatest number of entries
	 * @param expireAfterWrite time to live since the last write, for example {@code 10m}
	 * @return what was done
	 */
	@WriteOperation
	public StrategyChangeDescriptor change(@Selector String cache, @Nullable String strategy,
			@Nullable String maximumSize, @Nullable String expireAfterWrite) {
		return StrategyChangeDescriptor.of(this.operations.change(cache, strategy, maximumSize, expireAfterWrite));
	}

	/**
	 * Removes the entries whose key has the given text, or all. A key has a text if its
	 * class has a {@code toString} of its own.
	 * @param cache name of the cache
	 * @param key text of the key; {@code null} if all are to go
	 * @param all {@code true} if all are to go
	 * @return what was removed
	 */
	@DeleteOperation
	public RemovalDescriptor remove(@Selector String cache, @Nullable String key, @Nullable String all) {
		return new RemovalDescriptor(this.removals.remove(cache, key, all));
	}

	/**
	 * All caches.
	 *
	 * @param caches the caches by name, in the order of their names
	 */
	public record CachesDescriptor(Map<String, CacheDescriptor> caches) implements OperationResponseBody {

	}

}
