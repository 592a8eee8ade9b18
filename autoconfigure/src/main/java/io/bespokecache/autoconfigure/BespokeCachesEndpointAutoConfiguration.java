package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import io.bespokecache.spring.actuate.BespokeCachesEndpointWebExtension;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BespokeCachesEndpoint}.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(BespokeCacheManager.class)
@ConditionalOnAvailableEndpoint(BespokeCachesEndpoint.class)
public final class BespokeCachesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BespokeCachesEndpoint bespokeCachesEndpoint(ObjectProvider<BespokeCacheManager> cacheManagers) {
		return new BespokeCachesEndpoint(cacheManagers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(BespokeCachesEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	BespokeCachesEndpointWebExtension bespokeCachesEndpointWebExtension(BespokeCachesEndpoint endpoint) {
		return new BespokeCachesEndpointWebExtension(endpoint);
	}

}
