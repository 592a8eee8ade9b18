package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that annotations of the family name. Each notes that it was asked.
 */
@Configuration(proxyBeanMethods = false)
class Collaborators {

	@Bean
	KeyGenerator describingKeyGenerator() {
		return (target, method, params) -> noted("describingKeyGenerator", describe(method, params));
	}

	@Bean
	@SuppressWarnings("NullAway") // a generator that breaks its contract
	KeyGenerator nullKeyGenerator() {
		return (target, method, params) -> null;
	}

	@Bean
	KeyGenerator failingKeyGenerator() {
		return (target, method, params) -> {
			throw new IllegalStateException("no key for " + method.getName());
		};
	}

	@Bean
	CacheResolver routingCacheResolver(ObjectProvider<CacheManager> cacheManager) {
		return (context) -> List
			.of(cache(cacheManager, noted("routingCacheResolver", "routed-" + context.getArgs().length)));
	}

	@Bean
	CacheResolver twoCacheResolver(ObjectProvider<CacheManager> cacheManager) {
		return (context) -> List.of(cache(cacheManager, "one"), cache(cacheManager, noted("twoCacheResolver", "two")));
	}

	@Bean
	CacheResolver emptyCacheResolver() {
		return new CacheResolver() {

			@Override
			public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
				return List.of();
			}

			@Override
			public String toString() {
				return "emptyCacheResolver";
			}

		};
	}

	@Bean
	CacheResolver failingCacheResolver() {
		return (context) -> {
			throw new IllegalStateException("no cache for " + context.getMethod().getName());
		};
	}

	@Bean(autowireCandidate = false)
	CacheManager otherCacheManager() {
		return new ConcurrentMapCacheManager("one", "other");
	}

	@Bean(autowireCandidate = false)
	CacheManager brokenCacheManager() {
		SimpleCacheManager manager = new SimpleCacheManager();
		manager.setCaches(List.of(new BrokenCache()));
		return manager;
	}

	@Bean
	Prefix prefix() {
		return new Prefix();
	}

	static Cache cache(ObjectProvider<CacheManager> cacheManager, String name) {
		return Objects.requireNonNull(cacheManager.getObject().getCache(name));
	}

	static String noted(String asked, String answer) {
		Trial.current().note(asked + " " + answer);
		return answer;
	}

	static String describe(Method method, @Nullable Object... params) {
		return method + (method.isBridge() ? " bridge" : "") + Arrays.deepToString(params);
	}

	/**
	 * A bean that expressions call.
	 */
	public static final class Prefix {

		public String of(@Nullable Object id) {
			return noted("prefix", "prefix-" + id);
		}

		public boolean accepts(@Nullable Object id) {
			noted("prefix", "accepts");
			return "a".equals(id);
		}

	}

	/**
	 * A cache of which every operation fails.
	 */
	private static final class BrokenCache implements Cache {

		private static IllegalStateException broken(String operation) {
			return new IllegalStateException(noted("broken cache", operation));
		}

		@Override
		public String getName() {
			return "broken";
		}

		@Override
		public Object getNativeCache() {
			return this;
		}

		@Override
		public ValueWrapper get(Object key) {
			throw broken("get " + key);
		}

		@Override
		public <T> T get(Object key, @Nullable Class<T> type) {
			throw broken("get " + key);
		}

		@Override
		public <T> T get(Object key, Callable<T> valueLoader) {
			throw broken("load " + key);
		}

		@Override
		public void put(Object key, @Nullable Object value) {
			throw broken("put " + key);
		}

		@Override
		public void evict(Object key) {
			throw broken("evict " + key);
		}

		@Override
		public boolean evictIfPresent(Object key) {
			throw broken("evict now " + key);
		}

		@Override
		public void clear() {
			throw broken("clear");
		}

		@Override
		public boolean invalidate() {
			throw broken("invalidate");
		}

	}

}
