package io.bespokecache.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code spring.cache.type} asks for one of Spring Boot's own providers,
 * {@code none} included.
 */
final class OnUnspecifiedCacheTypeCondition extends SpringBootCondition {

	private static final String PROPERTY = "spring.cache.type";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Bespoke Cache");
		String type = context.getEnvironment().getProperty(PROPERTY);
		if (type == null) {
			return ConditionOutcome.match(message.because(PROPERTY + " is not set"));
		}
		return ConditionOutcome.noMatch(message.because(PROPERTY + " is '" + type + "'"));
	}

}
