package io.bespokecache.spring.interceptor;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyCreatorSupport;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.core.Ordered;

/**
 * Gives class-based proxies with cached methods a {@link HitCallback}. Comes after the
 * post-processor that makes the proxies; advice that others add later is noticed. Where a
 * proxy is not built as Spring builds it today, the proxy stays as it is, and its hits
 * are answered by the interceptor.
 */
public final class HitCallbackInstaller implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	/** Where Spring's proxies have their callback for methods with advice. */
	private static final int ADVICE = 0;

	private static final String ADVICE_CALLBACK = "org.springframework.aop.framework.CglibAopProxy$DynamicAdvisedInterceptor";

	private static final String ADVISED_CALLBACK = "org.springframework.aop.framework.CglibAopProxy$AdvisedDispatcher";

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		return postProcessAfterInitialization(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Factory proxy && bean instanceof Advised advised && hasCachedMethods(advised)) {
			install(proxy);
		}
		return bean;
	}

	private static boolean hasCachedMethods(Advised advised) {
		return Stream.of(advised.getAdvisors()).anyMatch(BeanFactoryCacheOperationSourceAdvisor.class::isInstance);
	}

	private static void install(Factory proxy) {
		Callback callback = proxy.getCallback(ADVICE);
		ProxyCreatorSupport advised = configuration(proxy);
		if (advised == null || !(callback instanceof MethodInterceptor stock)
				|| !callback.getClass().getName().equals(ADVICE_CALLBACK)) {
			return;
		}
		HitCallback answering = HitCallback.of(stock, advised);
		if (answering != null) {
			advised.addListener(answering);
			proxy.setCallback(ADVICE, answering);
		}
	}

	/**
	 * The configuration of a proxy, which is behind its callback for {@link Advised}.
	 */
	static @Nullable ProxyCreatorSupport configuration(Factory proxy) {
		for (Callback callback : proxy.getCallbacks()) {
			if (callback instanceof Dispatcher dispatcher && callback.getClass().getName().equals(ADVISED_CALLBACK)) {
				return configuration(dispatcher);
			}
		}
		return null;
	}

	private static @Nullable ProxyCreatorSupport configuration(Dispatcher dispatcher) {
		try {
			return (dispatcher.loadObject() instanceof ProxyCreatorSupport support) ? support : null;
		}
		catch (Exception ex) {
			throw new IllegalStateException("A proxy does not tell its configuration", ex);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
