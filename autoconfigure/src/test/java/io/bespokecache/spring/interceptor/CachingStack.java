package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;

import io.bespokecache.spring.interceptor.MethodShape.ProxyMode;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * An application context in which the family's methods are cached: Spring's own way, or
 * ours.
 */
final class CachingStack implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private CachingStack(List<GeneratedType> types, List<Class<?>> configurations, String... properties) {
		TestPropertyValues.of(properties).applyTo(this.context);
		this.context.register(Collaborators.class);
		configurations.forEach(this.context::register);
		types.forEach(this::register);
		this.context.refresh();
	}

	/**
	 * Caching as Spring alone does it, over maps.
	 * @param configuration a further configuration of the application, if there is one
	 */
	static CachingStack stock(List<GeneratedType> types, @Nullable Class<?> configuration) {
		List<Class<?>> configurations = new ArrayList<>();
		if (configuration != null) {
			configurations.add(configuration);
		}
		configurations.add(StockCaching.class);
		return new CachingStack(types, configurations);
	}

	/**
	 * Caching as all our auto-configurations bring it.
	 * @param configuration a further configuration of the application, if there is one
	 * @param properties the application's properties
	 */
	static CachingStack ours(List<GeneratedType> types, @Nullable Class<?> configuration, String... properties) {
		List<Class<?>> configurations = new ArrayList<>();
		if (configuration != null) {
			configurations.add(configuration);
		}
		configurations.addAll(List.of(Configurations.getClasses(AutoConfigurations.of(autoConfigurations()))));
		return new CachingStack(types, configurations, properties);
	}

	/**
	 * Named by nothing but the file that Spring Boot reads, so that none is forgotten.
	 */
	private static Class<?>[] autoConfigurations() {
		ClassLoader classLoader = CachingStack.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.bespokecache."))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toArray(Class<?>[]::new);
	}

	/**
	 * Lazily, so that a class that Spring refuses fails for itself alone.
	 */
	private void register(GeneratedType type) {
		RootBeanDefinition byInterface = new RootBeanDefinition(type.type());
		byInterface.setLazyInit(true);
		this.context.registerBeanDefinition(beanName(type, ProxyMode.INTERFACE), byInterface);
		RootBeanDefinition byClass = new RootBeanDefinition(type.type());
		byClass.setLazyInit(true);
		byClass.setAttribute(AutoProxyUtils.PRESERVE_TARGET_CLASS_ATTRIBUTE, true);
		this.context.registerBeanDefinition(beanName(type, ProxyMode.CLASS), byClass);
	}

	private static String beanName(GeneratedType type, ProxyMode mode) {
		return type.name() + "." + mode;
	}

	private Object bean(GeneratedType type, ProxyMode mode) {
		if (mode != ProxyMode.TWICE) {
			return this.context.getBean(beanName(type, mode));
		}
		ProxyFactory proxyFactory = new ProxyFactory();
		proxyFactory.setTarget(this.context.getBean(beanName(type, ProxyMode.CLASS)));
		proxyFactory.addInterface(type.api());
		proxyFactory.addAdvisor(this.context.getBean(BeanFactoryCacheOperationSourceAdvisor.class));
		return proxyFactory.getProxy(type.type().getClassLoader());
	}

	/**
	 * Runs the script of a method from empty caches.
	 * @return what was seen
	 */
	Transcript run(GeneratedType type, MethodShape shape, ProxyMode mode) {
		List<CacheManager> cacheManagers = List.of(cacheManager(),
				this.context.getBean("otherCacheManager", CacheManager.class));
		for (CacheManager cacheManager : cacheManagers) {
			cacheManager.getCacheNames().forEach((name) -> Objects.requireNonNull(cacheManager.getCache(name)).clear());
		}
		Object bean;
		try {
			bean = bean(type, mode);
		}
		catch (RuntimeException ex) {
			return Transcript.refused(ex);
		}
		Trial trial = new Trial(shape, bean, cacheManagers.get(0));
		return new Script(trial, cacheManagers).play();
	}

	CacheManager cacheManager() {
		return this.context.getBean(CacheManager.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class StockCaching {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	/**
	 * An application that enables caching itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class EnabledByTheApplication {

	}

}
