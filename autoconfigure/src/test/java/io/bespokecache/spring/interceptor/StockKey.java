package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.support.SimpleCacheManager;

/**
 * The key under which Spring itself caches a call.
 */
final class StockKey extends CacheAspectSupport {

	private final ConcurrentMapCache cache = new ConcurrentMapCache("calls");

	StockKey(String keyExpression) {
		CacheableOperation.Builder operation = new CacheableOperation.Builder();
		operation.setName("stock");
		operation.setCacheName(this.cache.getName());
		operation.setKey(keyExpression);
		List<CacheableOperation> operations = List.of(operation.build());
		setCacheOperationSources((method, targetClass) -> List.copyOf(operations));
		SimpleCacheManager cacheManager = new SimpleCacheManager();
		cacheManager.setCaches(List.of(this.cache));
		cacheManager.initializeCaches();
		setCacheManager(cacheManager);
		setBeanFactory(new StaticListableBeanFactory());
		afterPropertiesSet();
		afterSingletonsInstantiated();
	}

	/**
	 * The key of a call.
	 * @throws RuntimeException if Spring finds none
	 */
	Object of(Object target, Method method, @Nullable Object... arguments) {
		this.cache.clear();
		execute(() -> "result", target, method, arguments);
		return this.cache.getNativeCache().keySet().iterator().next();
	}

}
