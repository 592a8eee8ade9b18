package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.event.CacheEventPublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that publishes what happens in
 * caches as events of the application.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnBean(BespokeCacheManager.class)
public final class BespokeCacheEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CacheEventPublisher bespokeCacheEventPublisher(ApplicationEventPublisher publisher,
			ObjectProvider<BespokeCacheManager> cacheManagers) {
		return new CacheEventPublisher(publisher, cacheManagers);
	}

}
