package io.bespokecache.autoconfigure;

import java.time.Duration;

import io.bespokecache.autoconfigure.BespokeCacheProperties.RedisSettings;
import io.bespokecache.shared.SharedSettings;
import io.bespokecache.shared.SharedSettings.InvalidSettingException;
import io.bespokecache.workload.Durations;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Reads how caches are shared over Redis.
 */
final class RedisSettingsReader {

	/** Path of the settings. */
	static final String PREFIX = BespokeCacheProperties.PREFIX + ".redis.";

	/** What Redis itself takes. */
	private static final DataSize LARGEST_VALUE = DataSize.ofMegabytes(512);

	private final RedisSettings redis;

	RedisSettingsReader(RedisSettings redis) {
		this.redis = redis;
	}

	SharedSettings read() {
		try {
			return new SharedSettings(this.redis.timeout(), this.redis.heartbeat(), this.redis.maxStaleness(),
					this.redis.lease(), this.redis.waitTimeout(), this.redis.breakerFailures(),
					this.redis.maximumPending());
		}
		catch (InvalidSettingException ex) {
			Object value = (ex.value() instanceof Duration duration) ? Durations.format(duration) : ex.value();
			throw new InvalidCachePropertyException(PREFIX + ex.property(), value, ex.problem(), ex.remedy());
		}
	}

	Duration readTimeToLive() {
		Duration timeToLive = this.redis.timeToLive();
		if (timeToLive.isZero() || timeToLive.isNegative()) {
			throw new InvalidCachePropertyException(PREFIX + "time-to-live", Durations.format(timeToLive),
					"is not a length of time", "Give a duration of more than zero, for example 1h.");
		}
		return timeToLive;
	}

	int readMaximumBytes() {
		DataSize size = this.redis.maximumValueSize();
		if (size.toBytes() < 1 || size.compareTo(LARGEST_VALUE) > 0) {
			throw new InvalidCachePropertyException(PREFIX + "maximum-value-size", size,
					"is no size that a value in Redis can have", "Give a size from 1B to 512MB, for example 1MB.");
		}
		return (int) size.toBytes();
	}

	String readKeyPrefix(@Nullable String applicationName) {
		String prefix = (this.redis.keyPrefix() != null) ? this.redis.keyPrefix() : applicationName;
		if (prefix == null) {
			throw new InvalidCachePropertyException(PREFIX + "key-prefix", "",
					"is not set, and neither is spring.application.name: another application on the same Redis could "
							+ "not be told from this one",
					"Set spring.application.name, or give a name that the processes of this application have in common.");
		}
		if (prefix.isBlank()) {
			throw new InvalidCachePropertyException(PREFIX + "key-prefix", prefix, "is blank",
					"Give a name that the processes of this application have in common, or remove it.");
		}
		return prefix;
	}

}
