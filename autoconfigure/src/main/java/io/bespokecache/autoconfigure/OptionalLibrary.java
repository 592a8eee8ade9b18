package io.bespokecache.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * A library that a setting needs, and that an application need not have.
 */
enum OptionalLibrary {

	/** Spring's transactions. */
	SPRING_TRANSACTIONS("org.springframework.transaction.support.TransactionSynchronizationManager"),

	/** Micrometer Context Propagation. */
	CONTEXT_PROPAGATION("io.micrometer.context.ContextSnapshotFactory"),

	/** Jackson 3. */
	JACKSON("tools.jackson.databind.json.JsonMapper"),

	/** Spring Boot's configuration of a client of Redis. */
	REDIS("org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails");

	private final String className;

	OptionalLibrary(String className) {
		this.className = className;
	}

	/**
	 * Looks where the application's conditions look. The context class loader of the
	 * thread that makes a bean may know less: that of a pool's thread knows nothing of
	 * what is inside an executable jar.
	 * @param beanFactory has the class loader
	 * @return whether the application has this library
	 */
	boolean isPresent(BeanFactory beanFactory) {
		ClassLoader classLoader = (beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		return ClassUtils.isPresent(this.className, classLoader);
	}

	/**
	 * Lets a native image find these classes by their names, where they are present.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (OptionalLibrary library : values()) {
				hints.reflection().registerTypeIfPresent(classLoader, library.className);
			}
		}

	}

}
