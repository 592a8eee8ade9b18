package io.bespokecache.spring.redis;

import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.shared.SharedCaches;
import io.bespokecache.shared.SharedSettings;
import io.bespokecache.shared.SharedStore;
import io.bespokecache.spring.SecondLevelEngine;
import io.bespokecache.spring.SecondLevelOptions;
import io.bespokecache.spring.SecondLevels;
import io.bespokecache.spring.json.JsonTypeResolver;

/**
 * The second levels that an application has on Redis. Connects with the first cache that
 * is shared. Thread-safe.
 */
public final class RedisSecondLevels implements SecondLevels, AutoCloseable {

	private final int maximumBytes;

	private final JsonTypeResolver types;

	private final CacheKeyFormat keys = new CacheKeyFormat();

	private final SharedCaches caches;

	private final AtomicBoolean started = new AtomicBoolean();

	/**
	 * Creates the second levels.
	 * @param store the engine; it is closed with this
	 * @param settings how this process deals with it
	 * @param maximumBytes greatest number of bytes that a value may have as it is written
	 * @param types finds the types of values
	 */
	public RedisSecondLevels(SharedStore store, SharedSettings settings, int maximumBytes, JsonTypeResolver types) {
		this.maximumBytes = maximumBytes;
		this.types = types;
		this.caches = new SharedCaches(SecondLevelEngine.REDIS.id(), store, settings, new SecondLevelLog());
	}

	@Override
	public Binding bind(String cacheName, SecondLevelOptions options, boolean nulls) {
		return new RedisBinding(
				new DeclaredValueFormat(cacheName, options.valueType(), nulls, this.types, this.maximumBytes));
	}

	private SharedCaches started() {
		if (this.started.compareAndSet(false, true)) {
			this.caches.start();
		}
		return this.caches;
	}

	/**
	 * Ends all connections. Evictions that have failed are tried once more.
	 */
	@Override
	public void close() {
		this.caches.close();
	}

	/**
	 * What ties one cache to Redis.
	 */
	private final class RedisBinding implements Binding {

		private final DeclaredValueFormat values;

		RedisBinding(DeclaredValueFormat values) {
			this.values = values;
		}

		@Override
		public void learnValueType(Type type, String source) {
			this.values.learn(type, source);
		}

		@Override
		public SecondLevel<Object, Object> create(FirstLevel<Object> firstLevel) {
			return started().secondLevel(RedisSecondLevels.this.keys, this.values, RedisSecondLevels.this.maximumBytes)
				.create(firstLevel);
		}

	}

}
