package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.spring.SecondLevelEngine;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.ReferenceStrength;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of Bespoke Cache.
 *
 * @param enabled Whether caching is enabled and Bespoke Cache provides the cache manager.
 * @param defaults Settings of every cache that does not set them itself.
 * @param caches Settings of single caches, by name or by name pattern such as
 * '[session-*]'.
 * @param refresh How due entries are loaded again, for all caches together.
 * @param reviewInterval Time from one look at how the caches are used to the next.
 * @param health What the caches have to say about the health of the application.
 * @param redis How caches are shared over Redis.
 */
@ConfigurationProperties(prefix = BespokeCacheProperties.PREFIX, ignoreUnknownFields = false)
public record BespokeCacheProperties(@DefaultValue("true") boolean enabled, @DefaultValue Settings defaults,
		@DefaultValue Map<String, Settings> caches, @DefaultValue RefreshSettings refresh,
		@DefaultValue("1s") Duration reviewInterval, @DefaultValue HealthSettings health,
		@DefaultValue RedisSettings redis) {

	static final String PREFIX = "bespoke.cache";

	/**
	 * Settings of a cache, each absent if it was not set.
	 *
	 * @param workload How the cache is used.
	 * @param strategy Strategy to take instead of the one that the workload leads to.
	 * @param unbounded Whether the cache may grow without a bound, whatever the defaults
	 * say.
	 * @param maximumSize Greatest number of entries.
	 * @param maximumWeight Greatest sum of the weights of all entries.
	 * @param weigher Name of the bean of type Weigher that weighs the entries.
	 * @param expireAfterWrite Time after which an entry expires, counted from its last
	 * write.
	 * @param expireAfterAccess Time after which an entry expires, counted from its last
	 * read or write.
	 * @param expiryJitter Greatest share of its life that an entry loses by chance, from
	 * 0 to less than 1, so that entries which were loaded together do not expire
	 * together.
	 * @param values How firmly values are held.
	 * @param weakKeys Whether an entry goes when nobody else refers to its key.
	 * @param loadOnce Whether of all callers that miss the same key at the same time one
	 * runs the method, even without 'sync = true'.
	 * @param loadTimeout Greatest time to wait for another caller's load.
	 * @param refreshAfterWrite Age from which an entry is loaded again while it is
	 * served.
	 * @param staleOnError Time for which an expired entry is served if it cannot be
	 * loaded again.
	 * @param nulls What is done about null values.
	 * @param nullsExpireAfterWrite Time after which a stored null expires, counted from
	 * its last write.
	 * @param expiry Name of the bean of type Expiry that decides how long each entry
	 * lives.
	 * @param transactionAware Whether writes inside a transaction take effect when it
	 * commits.
	 * @param preload Name of the bean of type CachePreload that fills the cache when the
	 * application starts.
	 * @param warmStart Where the entries outlive the application.
	 * @param adaptive What is done when the cache turns out to be used otherwise than
	 * declared.
	 * @param secondLevel What holds a copy of the entries that several processes share.
	 * @param valueType Type of the values as a second level holds them, if it is not the
	 * one that the cached method returns.
	 * @param whenIncoherent What is done with entries while this process does not hear of
	 * what other processes evict.
	 */
	public record Settings(@DefaultValue WorkloadSettings workload, @Nullable Strategy strategy,
			@Nullable Boolean unbounded, @Nullable Long maximumSize, @Nullable Long maximumWeight,
			@Nullable String weigher, @Nullable Duration expireAfterWrite, @Nullable Duration expireAfterAccess,
			@Nullable Double expiryJitter, @Nullable ReferenceStrength values, @Nullable Boolean weakKeys,
			@Nullable Boolean loadOnce, @Nullable Duration loadTimeout, @Nullable Duration refreshAfterWrite,
			@Nullable Duration staleOnError, @Nullable NullPolicy nulls, @Nullable Duration nullsExpireAfterWrite,
			@Nullable String expiry, @Nullable Boolean transactionAware, @Nullable String preload,
			@Nullable WarmStartSettings warmStart, @Nullable Adaptivity adaptive,
			@Nullable SecondLevelEngine secondLevel, @Nullable String valueType,
			@Nullable IncoherentPolicy whenIncoherent) {

	}

	/**
	 * How a cache is used; what is {@code null} was not declared.
	 *
	 * @param readRatio Share of calls that read rather than write, from 0 to 1.
	 * @param keyLifetime How long a key is typically of use, or 'forever'.
	 * @param expectedEntries How many entries the cache is expected to hold.
	 * @param bulk What operations on several keys need.
	 */
	public record WorkloadSettings(@Nullable Double readRatio, @Nullable KeyLifetime keyLifetime,
			@Nullable Long expectedEntries, @Nullable BulkNeed bulk) {

	}

	/**
	 * Where the entries of a cache outlive the application; what is {@code null} was not
	 * set.
	 *
	 * @param enabled Whether the cache starts warm.
	 * @param file File that the entries are written to when the application stops.
	 * @param keyType Type of the keys; several types where methods have several
	 * parameters.
	 * @param valueType Type of the values.
	 * @param maximumSize Greatest size of the file.
	 * @param maximumEntries Greatest number of entries that are written.
	 */
	public record WarmStartSettings(@DefaultValue("true") boolean enabled, @Nullable String file,
			@Nullable List<String> keyType, @Nullable String valueType, @Nullable DataSize maximumSize,
			@Nullable Long maximumEntries) {

	}

	/**
	 * How due entries are loaded again.
	 *
	 * @param threads How many refreshes run at the same time.
	 * @param queueCapacity How many refreshes may wait for a thread.
	 * @param propagateContext Whether a refresh runs in the context of the caller that
	 * started it, as far as Micrometer Context Propagation knows it.
	 */
	public record RefreshSettings(@DefaultValue("4") int threads, @DefaultValue("1000") int queueCapacity,
			@DefaultValue("false") boolean propagateContext) {

	}

	/**
	 * What the caches have to say about the health of the application.
	 *
	 * @param adviceStatus Status of the health contribution while there is advice on a
	 * cache.
	 * @param incoherentStatus Status of the health contribution while a shared cache does
	 * not hear of what other processes evict.
	 */
	public record HealthSettings(@DefaultValue("UP") String adviceStatus, @DefaultValue("UP") String incoherentStatus) {

	}

	/**
	 * How caches are shared over Redis; what is {@code null} was not set.
	 *
	 * @param keyPrefix Start of the names of all keys and channels; processes share their
	 * caches if it is the same. Name of the application by default.
	 * @param timeToLive Time after which an entry of a shared cache expires that has no
	 * 'expire-after-write'.
	 * @param timeout Greatest time that all operations on Redis of one call take
	 * together.
	 * @param heartbeat Time from one check of coherence to the next.
	 * @param maxStaleness Greatest age that an eviction by another process may have
	 * without being seen.
	 * @param lease How long a process has the right to load a key without saying that it
	 * still does.
	 * @param waitTimeout Greatest time to wait for the load of another process.
	 * @param breakerFailures How many operations in a row fail until no more are
	 * attempted.
	 * @param maximumPending How many evictions of a cache may wait to be tried again.
	 * @param maximumValueSize Greatest size of a value as it is written.
	 */
	public record RedisSettings(@Nullable String keyPrefix, @DefaultValue("1h") Duration timeToLive,
			@DefaultValue("250ms") Duration timeout, @DefaultValue("1s") Duration heartbeat,
			@DefaultValue("5s") Duration maxStaleness, @DefaultValue("3s") Duration lease,
			@DefaultValue("30s") Duration waitTimeout, @DefaultValue("3") int breakerFailures,
			@DefaultValue("10000") int maximumPending, @DefaultValue("1MB") DataSize maximumValueSize) {

	}

}
