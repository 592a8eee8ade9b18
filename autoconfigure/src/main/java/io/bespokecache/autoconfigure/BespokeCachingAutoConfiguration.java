package io.bespokecache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that enables caching, so that the
 * starter alone brings {@code @Cacheable} to life. Leaves alone an application that
 * enables caching itself, or whose cache managers leave no single one to use.
 */
@AutoConfiguration(before = { BespokeCacheAutoConfiguration.class, CacheAutoConfiguration.class })
@ConditionalOnClass(CacheManager.class)
@ConditionalOnMissingBean(CacheAspectSupport.class)
@Conditional({ OnEnabledCondition.class, BespokeCachingAutoConfiguration.OnUnambiguousCacheManagerCondition.class })
@EnableCaching
public final class BespokeCachingAutoConfiguration {

	/**
	 * Matches unless there are several cache managers and none of them is the primary
	 * one: to enable caching would then keep the application from starting.
	 */
	static final class OnUnambiguousCacheManagerCondition extends AnyNestedCondition {

		OnUnambiguousCacheManagerCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(CacheManager.class)
		static final class NoCacheManager {

		}

		@ConditionalOnSingleCandidate(CacheManager.class)
		static final class OneCacheManager {

		}

	}

}
