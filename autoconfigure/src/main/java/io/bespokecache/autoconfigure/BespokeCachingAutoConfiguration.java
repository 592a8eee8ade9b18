package io.bespokecache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that enables caching, so that the
 * starter alone brings {@code @Cacheable} to life. Leaves alone an application that
 * enables caching itself, or that leaves no single cache manager or resolver to use.
 */
@AutoConfiguration(before = { BespokeCacheAutoConfiguration.class, CacheAutoConfiguration.class })
@ConditionalOnClass(CacheManager.class)
@ConditionalOnMissingBean(CacheAspectSupport.class)
@Conditional({ OnEnabledCondition.class, BespokeCachingAutoConfiguration.OnUnambiguousCachesCondition.class })
@EnableCaching
public final class BespokeCachingAutoConfiguration {

	/**
	 * Matches unless it is unclear which cache manager or resolver to use: to enable
	 * caching would then keep the application from starting.
	 */
	static final class OnUnambiguousCachesCondition extends AnyNestedCondition {

		OnUnambiguousCachesCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
		static final class OursToProvide {

		}

		@ConditionalOnSingleCandidate(CacheManager.class)
		static final class OneCacheManager {

		}

		@ConditionalOnMissingBean(CacheManager.class)
		@ConditionalOnBean(CachingConfigurer.class)
		static final class ConfiguredCacheResolver {

		}

	}

}
