package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts a {@link BespokeCacheInterceptor} in the place of Spring's own, whoever has
 * enabled caching. An interceptor of the application's own stays.
 */
public final class CacheInterceptorReplacer implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return (bean.getClass() == CacheInterceptor.class) ? replacement((CacheInterceptor) bean) : bean;
	}

	private BespokeCacheInterceptor replacement(CacheInterceptor stock) {
		BespokeCacheInterceptor interceptor = new BespokeCacheInterceptor(stock);
		if (this.beanFactory != null) {
			interceptor.setBeanFactory(this.beanFactory);
		}
		return interceptor;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
