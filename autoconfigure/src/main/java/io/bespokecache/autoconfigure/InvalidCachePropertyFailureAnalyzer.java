package io.bespokecache.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link InvalidCachePropertyException}, and says where the value stands.
 */
final class InvalidCachePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCachePropertyException> {

	private final @Nullable Environment environment;

	InvalidCachePropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCachePropertyException cause) {
		return new FailureAnalysis(locate(cause.property()) + " " + cause.problem() + ".", cause.remedy(), cause);
	}

	private ConfiguredProperty locate(ConfiguredProperty property) {
		ConfiguredProperty found = (property.origin() == null)
				? ConfiguredProperty.find(property.name(), this.environment) : null;
		return (found != null) ? found : property;
	}

}
