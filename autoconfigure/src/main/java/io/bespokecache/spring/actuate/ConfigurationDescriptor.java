package io.bespokecache.spring.actuate;

import java.time.Duration;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.SecondLevelOptions;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What a cache was told to do. What it was not told is absent.
 *
 * @param source the property that describes the cache
 * @param maximumSize greatest number of entries
 * @param maximumWeight greatest sum of weights
 * @param expireAfterWrite time to live since the last write
 * @param expireAfterAccess time to live since the last read or write
 * @param expiry true if a bean decides how long each entry lives
 * @param expiryJitter greatest share of its life that an entry loses by chance; absent if
 * none does
 * @param values how firmly values are held: {@code soft} or {@code weak}; absent if
 * strongly
 * @param weakKeys true if an entry goes when nobody else refers to its key
 * @param refreshAfterWrite age from which an entry is loaded again while it is served
 * @param staleOnError time for which an expired entry is served if it cannot be loaded
 * again
 * @param loadOnce whether of all callers that miss the same key at the same time one runs
 * the method
 * @param loadTimeout greatest time to wait for another caller's load
 * @param nulls what is done about null values: {@code store}, {@code skip} or
 * {@code reject}
 * @param nullsExpireAfterWrite time to live of a stored null
 * @param transactionAware whether writes inside a transaction take effect when it commits
 * @param preload true if a bean fills the cache when the application starts
 * @param warmStart the file from which entries come back when the application starts
 * @param secondLevel what holds a copy that several processes share, for example
 * {@code redis}; absent if nothing does
 * @param valueType type of the values as that copy holds them, if it was configured
 * @param whenIncoherent what is done while this process does not hear of what others
 * evict: {@code bypass} or {@code serve-stale}; absent if nothing is shared
 * @param adaptive what is done when the cache turns out to be used otherwise than
 * declared: {@code off}, {@code advise} or {@code switch}
 */
public record ConfigurationDescriptor(String source, @Nullable Long maximumSize, @Nullable Long maximumWeight,
		@Nullable String expireAfterWrite, @Nullable String expireAfterAccess, @Nullable Boolean expiry,
		@Nullable Double expiryJitter, @Nullable String values, @Nullable Boolean weakKeys,
		@Nullable String refreshAfterWrite, @Nullable String staleOnError, boolean loadOnce,
		@Nullable String loadTimeout, String nulls, @Nullable String nullsExpireAfterWrite, boolean transactionAware,
		@Nullable Boolean preload, @Nullable String warmStart, @Nullable String secondLevel, @Nullable String valueType,
		@Nullable String whenIncoherent, String adaptive) {

	/**
	 * Describes what a cache was told to do.
	 * @param workload what the cache must do now: a limit may have been changed since it
	 * was defined
	 */
	static ConfigurationDescriptor of(CacheDefinition definition, Workload workload, Adaptivity adaptivity) {
		LoadPolicy loads = definition.loads();
		CacheOptions options = definition.options();
		SecondLevelOptions shared = options.secondLevel();
		return new ConfigurationDescriptor(definition.source(), workload.maximumSize(), workload.maximumWeight(),
				format(workload.expireAfterWrite()), format(workload.expireAfterAccess()),
				(options.expiry() != null) ? true : null, (options.expiryJitter() > 0) ? options.expiryJitter() : null,
				(workload.values() != ReferenceStrength.STRONG) ? workload.values().id() : null,
				workload.weakKeys() ? true : null, format(loads.refreshAfterWrite()), format(loads.staleOnError()),
				options.loadOnce(), format(loads.loadTimeout()), options.nullPolicy().id(),
				format(options.nullsExpireAfterWrite()), options.transactionAware(),
				(options.preload() != null) ? true : null,
				(options.warmStart() != null) ? options.warmStart().file().toString() : null,
				(shared != null) ? shared.engine().id() : null, (shared != null) ? shared.valueType() : null,
				(shared != null) ? shared.whenIncoherent().id() : null, adaptivity.id());
	}

	private static @Nullable String format(@Nullable Duration duration) {
		return (duration != null) ? Durations.format(duration) : null;
	}

}
