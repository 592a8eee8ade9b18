package io.bespokecache.autoconfigure;

import java.time.Clock;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import io.bespokecache.spring.actuate.BespokeCachesEndpointWebExtension;
import io.bespokecache.spring.actuate.ProblemDescriptor;
import io.bespokecache.spring.actuate.UnknownArguments;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BespokeCachesEndpoint}.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(BespokeCacheManager.class)
@ConditionalOnAvailableEndpoint(BespokeCachesEndpoint.class)
@RegisterReflectionForBinding(ProblemDescriptor.class)
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
	@ImportRuntimeHints(StyleHints.class)
	BespokeCachesEndpointWebExtension bespokeCachesEndpointWebExtension(BespokeCachesEndpoint endpoint) {
		return new BespokeCachesEndpointWebExtension(endpoint, Clock.systemUTC());
	}

	@Bean
	UnknownArguments bespokeCachesUnknownArguments() {
		return new UnknownArguments();
	}

	/**
	 * Keeps the style sheet of the page in a native image.
	 */
	static final class StyleHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern(BespokeCachesEndpointWebExtension.STYLE);
		}

	}

}
