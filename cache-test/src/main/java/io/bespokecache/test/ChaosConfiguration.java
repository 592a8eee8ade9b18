package io.bespokecache.test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of {@link AutoConfigureCacheChaos}.
 */
@Configuration(proxyBeanMethods = false)
class ChaosConfiguration {

	@Bean
	Chaos cacheChaos() {
		return new Chaos();
	}

	@Bean
	static ChaosBeanPostProcessor chaosBeanPostProcessor(ObjectProvider<Chaos> chaos) {
		return new ChaosBeanPostProcessor(chaos);
	}

}
