package io.bespokecache.spring;

import java.util.Objects;

import org.springframework.beans.factory.BeanFactory;

/**
 * Finds caches that a test expects to be there.
 */
public final class Caches {

	private Caches() {
	}

	/**
	 * The cache of the given name, created if need be.
	 * @param beanFactory has the cache manager
	 * @param name name of the cache
	 * @return the cache
	 * @throws NullPointerException if there is none
	 */
	public static BespokeCache cache(BeanFactory beanFactory, String name) {
		return Objects.requireNonNull(beanFactory.getBean(BespokeCacheManager.class).getCache(name), name);
	}

}
