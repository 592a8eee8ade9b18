package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.actuate.BespokeCachesInfoContributor;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what the info endpoint tells of
 * caches.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(BespokeCacheManager.class)
@ConditionalOnEnabledInfoContributor("bespokecaches")
@RegisterReflectionForBinding(BespokeCachesInfoContributor.CacheInfo.class)
public final class BespokeCacheInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BespokeCachesInfoContributor bespokeCachesInfoContributor(ObjectProvider<BespokeCacheManager> cacheManagers) {
		return new BespokeCachesInfoContributor(cacheManagers.orderedStream().toList());
	}

}
