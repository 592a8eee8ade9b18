package io.bespokecache.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code bespoke.cache.enabled} is {@code false}. A value that is neither
 * true nor false stops the start, where a {@code @ConditionalOnBooleanProperty} would
 * silently turn caching off.
 */
final class OnEnabledCondition extends SpringBootCondition {

	private static final String PROPERTY = BespokeCacheProperties.PREFIX + ".enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = Binder.get(context.getEnvironment()).bind(PROPERTY, Boolean.class).orElse(true);
		return new ConditionOutcome(enabled,
				ConditionMessage.forCondition("Bespoke Cache").because(PROPERTY + " is " + enabled));
	}

}
