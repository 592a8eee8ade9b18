package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bespokecache.map.Strategy;
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
 */
@ConfigurationProperties(prefix = BespokeCacheProperties.PREFIX, ignoreUnknownFields = false)
public record BespokeCacheProperties(@DefaultValue("true") boolean enabled, @DefaultValue Settings defaults,
		@DefaultValue Map<String, Settings> caches) {

	static final String PREFIX = "bespoke.cache";

	/**
	 * Settings of a cache; what is {@code null} was not set.
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
	 * @param preload Name of the bean of type CachePreload that fills the cache when the
	 * application starts.
	 * @param warmStart Where the entries outlive the application.
	 */
	public record Settings(@DefaultValue WorkloadSettings workload, @Nullable Strategy strategy,
			@Nullable Boolean unbounded, @Nullable Long maximumSize, @Nullable Long maximumWeight,
			@Nullable String weigher, @Nullable Duration expireAfterWrite, @Nullable Duration expireAfterAccess,
			@Nullable String preload, @Nullable WarmStartSettings warmStart) {

	}

	/**
	 * How a cache is used; what is {@code null} was not declared.
	 *
	 * @param readRatio Share of calls that read rather than write, from 0 to 1.
	 * @param keyLifetime How long a key is typically of use, or 'forever'.
	 * @param expectedEntries How many entries the cache is expected to hold.
	 */
	public record WorkloadSettings(@Nullable Double readRatio, @Nullable KeyLifetime keyLifetime,
			@Nullable Long expectedEntries) {

	}

	/**
	 * Where the entries of a cache outlive the application; what is {@code null} was not
	 * set.
	 *
	 * @param file File that the entries are written to when the application stops.
	 * @param keyType Type of the keys; several types where methods have several
	 * parameters.
	 * @param valueType Type of the values.
	 * @param maximumSize Greatest size of the file.
	 * @param maximumEntries Greatest number of entries that are written.
	 */
	public record WarmStartSettings(@Nullable String file, @Nullable List<String> keyType, @Nullable String valueType,
			@Nullable DataSize maximumSize, @Nullable Long maximumEntries) {

	}

}
