package io.bespokecache.spring.interceptor;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.core.annotation.AliasFor;

/**
 * Annotations that an application composes from Spring's.
 */
final class ComposedAnnotations {

	private ComposedAnnotations() {
	}

	/**
	 * Attributes of its own name those of {@code @Cacheable}.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Inherited
	@Cacheable
	@interface Remembered {

		@AliasFor(annotation = Cacheable.class, attribute = "cacheNames")
		String[] in() default "one";

		@AliasFor(annotation = Cacheable.class, attribute = "key")
		String by() default "";

		@AliasFor(annotation = Cacheable.class)
		String unless() default "";

		@AliasFor(annotation = Cacheable.class)
		boolean sync() default false;

	}

	/**
	 * No attributes: everything is fixed.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Cacheable(cacheNames = "two", key = "'fixed ' + #p0", condition = "#p0 != 'b'")
	@interface RememberedInTwo {

	}

	/**
	 * Two operations in one.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@CachePut("one")
	@CacheEvict("two")
	@interface Moved {

	}

	/**
	 * Composed of a composed annotation.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Remembered(in = { "one", "two" }, by = "#p0 + '!'")
	@interface RememberedTwice {

	}

	/**
	 * Composed of a {@code @Caching}.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Caching(cacheable = @Cacheable("one"), evict = @CacheEvict(cacheNames = "two", allEntries = true))
	@interface Swept {

	}

	/**
	 * Defaults for the operations of a type.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Inherited
	@CacheConfig(cacheNames = "one", keyGenerator = "describingKeyGenerator")
	@interface Described {

	}

}
