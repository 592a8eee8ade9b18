package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.Configuration;

/**
 * Configurations of an application that changes how everything is cached.
 */
final class Configurers {

	private Configurers() {
	}

	/**
	 * Errors of caches are noted and survived.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TolerantErrorHandling implements CachingConfigurer {

		@Override
		public CacheErrorHandler errorHandler() {
			return new CacheErrorHandler() {

				@Override
				public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
					Collaborators.noted("get error", exception + " " + cache.getName() + " " + key);
				}

				@Override
				public void handleCachePutError(RuntimeException exception, Cache cache, Object key,
						@Nullable Object value) {
					Collaborators.noted("put error", exception + " " + cache.getName() + " " + key + " " + value);
				}

				@Override
				public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
					Collaborators.noted("evict error", exception + " " + cache.getName() + " " + key);
				}

				@Override
				public void handleCacheClearError(RuntimeException exception, Cache cache) {
					Collaborators.noted("clear error", exception + " " + cache.getName());
				}

			};
		}

	}

	/**
	 * A key generator for every operation that names none.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnKeyGenerator implements CachingConfigurer {

		@Override
		public KeyGenerator keyGenerator() {
			return (target, method, params) -> Collaborators.noted("own key generator",
					Collaborators.describe(method, params));
		}

	}

	/**
	 * A cache resolver for every operation that names none.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnCacheResolver implements CachingConfigurer {

		private final ObjectProvider<CacheManager> cacheManager;

		OwnCacheResolver(ObjectProvider<CacheManager> cacheManager) {
			this.cacheManager = cacheManager;
		}

		@Override
		public CacheResolver cacheResolver() {
			return (context) -> context.getOperation()
				.getCacheNames()
				.stream()
				.map((name) -> Collaborators.cache(this.cacheManager,
						Collaborators.noted("own cache resolver", "resolved-" + name)))
				.toList();
		}

	}

}
