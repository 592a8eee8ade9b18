package io.bespokecache.benchmarks.shared;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheRedisAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.config.Config;

import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.Cache;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * What answers a look-up: Bespoke Cache, with and without a second level, or a peer. All
 * hold texts that expire after ten minutes; those with a first level bound it.
 */
public enum SharedCaching {

	/** Bespoke Cache in this process alone. */
	LOCAL {
		@Override
		Subject start(int port, int bound) {
			return new OfSpring(port, bound, false);
		}
	},

	/** Bespoke Cache with Redis as second level. */
	BESPOKE {
		@Override
		Subject start(int port, int bound) {
			return new OfSpring(port, bound, true);
		}
	},

	/** Spring Data's cache on Redis. */
	REDIS_CACHE {
		@Override
		Subject start(int port, int bound) {
			return new OfRedisCache(port);
		}
	},

	/** Redisson's map with a local cache that others invalidate. */
	REDISSON {
		@Override
		Subject start(int port, int bound) {
			return new OfRedisson(port, bound);
		}
	},

	/** A GET by Lettuce, and nothing else. */
	LETTUCE {
		@Override
		Subject start(int port, int bound) {
			return new OfLettuce(port);
		}
	};

	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final String HOST = "127.0.0.1";

	abstract Subject start(int port, int bound);

	/**
	 * A cache of texts.
	 */
	interface Subject extends AutoCloseable {

		/** Looks a key up. */
		@Nullable Object get(String key);

		/** Looks a key up, and makes its value if there is none. */
		@Nullable Object getOrLoad(String key, Callable<String> loader);

		void evict(String key);

		@Override
		void close();

	}

	private static final class OfSpring implements Subject {

		private final AnnotationConfigApplicationContext context;

		private final BespokeCache cache;

		OfSpring(int port, int bound, boolean shared) {
			Map<String, Object> properties = new LinkedHashMap<>();
			properties.put("spring.application.name", "benchmark");
			properties.put("spring.data.redis.port", port);
			properties.put("bespoke.cache.caches.texts.maximum-size", bound);
			properties.put("bespoke.cache.caches.texts.expire-after-write", "10m");
			properties.put("bespoke.cache.caches.texts.strategy", "adaptive-fifo");
			if (shared) {
				properties.put("bespoke.cache.caches.texts.second-level", "redis");
				properties.put("bespoke.cache.caches.texts.value-type", "java.lang.String");
			}
			this.context = new AnnotationConfigApplicationContext();
			this.context.register(Ours.class, DataRedisAutoConfiguration.class,
					BespokeCacheRedisAutoConfiguration.class, BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class);
			this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
			this.context.refresh();
			BespokeCache cache = this.context.getBean(BespokeCacheManager.class).getCache("texts");
			if (cache == null) {
				throw new IllegalStateException("No cache");
			}
			this.cache = cache;
			awaitCoherent(cache.getStore().secondLevel());
		}

		private static void awaitCoherent(@Nullable SecondLevel<Object, Object> level) {
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (level != null && !level.statistics().coherent()) {
				if (System.nanoTime() > deadline) {
					throw new IllegalStateException("Not coherent: " + level.statistics());
				}
				Thread.onSpinWait();
			}
		}

		@Override
		public @Nullable Object get(String key) {
			Cache.ValueWrapper value = this.cache.get(key);
			return (value != null) ? value.get() : null;
		}

		@Override
		public @Nullable Object getOrLoad(String key, Callable<String> loader) {
			return this.cache.get(key, loader);
		}

		@Override
		public void evict(String key) {
			this.cache.evict(key);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	private static final class OfRedisCache implements Subject {

		private final LettuceConnectionFactory factory;

		private final Cache cache;

		OfRedisCache(int port) {
			this.factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration(HOST, port));
			this.factory.start();
			RedisConnectionFactory connections = this.factory;
			RedisCacheConfiguration configuration = RedisCacheConfiguration.defaultCacheConfig()
				.entryTtl(LIFE)
				.serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.json()));
			RedisCacheManager manager = RedisCacheManager.builder(connections).cacheDefaults(configuration).build();
			manager.afterPropertiesSet();
			Cache cache = manager.getCache("texts");
			if (cache == null) {
				throw new IllegalStateException("No cache");
			}
			this.cache = cache;
		}

		@Override
		public @Nullable Object get(String key) {
			Cache.ValueWrapper value = this.cache.get(key);
			return (value != null) ? value.get() : null;
		}

		@Override
		public @Nullable Object getOrLoad(String key, Callable<String> loader) {
			return this.cache.get(key, loader);
		}

		@Override
		public void evict(String key) {
			this.cache.evictIfPresent(key);
		}

		@Override
		public void close() {
			this.factory.destroy();
		}

	}

	private static final class OfRedisson implements Subject {

		private final RedissonClient client;

		private final RLocalCachedMap<String, String> map;

		OfRedisson(int port, int bound) {
			Config config = new Config();
			config.useSingleServer().setAddress("redis://" + HOST + ":" + port);
			config.setCodec(org.redisson.client.codec.StringCodec.INSTANCE);
			this.client = Redisson.create(config);
			this.map = this.client.getLocalCachedMap(LocalCachedMapOptions.<String, String>name("texts")
				.cacheSize(bound)
				.evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
				.timeToLive(LIFE)
				.syncStrategy(LocalCachedMapOptions.SyncStrategy.INVALIDATE));
		}

		@Override
		public @Nullable Object get(String key) {
			return this.map.get(key);
		}

		@Override
		public @Nullable Object getOrLoad(String key, Callable<String> loader) {
			String value = this.map.get(key);
			if (value == null) {
				try {
					value = loader.call();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				this.map.fastPut(key, value);
			}
			return value;
		}

		@Override
		public void evict(String key) {
			this.map.fastRemove(key);
		}

		@Override
		public void close() {
			this.client.shutdown();
		}

	}

	private static final class OfLettuce implements Subject {

		private final RedisClient client;

		private final StatefulRedisConnection<String, String> connection;

		private final RedisCommands<String, String> commands;

		OfLettuce(int port) {
			this.client = RedisClient.create("redis://" + HOST + ":" + port);
			this.connection = this.client.connect(StringCodec.UTF8);
			this.commands = this.connection.sync();
		}

		@Override
		public @Nullable Object get(String key) {
			return this.commands.get("bare:" + key);
		}

		@Override
		public @Nullable Object getOrLoad(String key, Callable<String> loader) {
			String value = this.commands.get("bare:" + key);
			if (value == null) {
				try {
					value = loader.call();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				this.commands.psetex("bare:" + key, LIFE.toMillis(), value);
			}
			return value;
		}

		@Override
		public void evict(String key) {
			this.commands.del("bare:" + key);
		}

		@Override
		public void close() {
			this.connection.close();
			this.client.shutdown(0, 1, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Ours {

	}

}
