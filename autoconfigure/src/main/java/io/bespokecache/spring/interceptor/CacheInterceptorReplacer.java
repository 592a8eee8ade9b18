package io.bespokecache.spring.interceptor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts a {@link BespokeCacheInterceptor} in the place of Spring's own, whoever has
 * enabled caching. An interceptor of the application's own stays, and so does the aspect
 * of caching with AspectJ; the log says so.
 */
public final class CacheInterceptorReplacer implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(CacheInterceptorReplacer.class);

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean.getClass() == CacheInterceptor.class) {
			return replacement((CacheInterceptor) bean);
		}
		if (bean instanceof CacheAspectSupport) {
			logger.info("Bean '" + beanName + "' of type " + bean.getClass().getName()
					+ " answers cached calls in Spring's way. Hits are not faster, and loads, refreshes and expired values "
					+ "are taken care of only for @Cacheable(sync = true)");
		}
		return bean;
	}

	private BespokeCacheInterceptor replacement(CacheInterceptor stock) {
		BespokeCacheInterceptor interceptor = new BespokeCacheInterceptor(stock, this::isErrorHandlerChosen);
		if (this.beanFactory != null) {
			interceptor.setBeanFactory(this.beanFactory);
		}
		return interceptor;
	}

	/**
	 * Spring's default handler is also one that an application may choose.
	 */
	private boolean isErrorHandlerChosen() {
		return this.beanFactory != null && this.beanFactory.getBeanProvider(CachingConfigurer.class)
			.stream()
			.anyMatch((configurer) -> configurer.errorHandler() != null);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
