package io.bespokecache.autoconfigure;

import java.util.Arrays;
import java.util.Locale;

import io.bespokecache.spring.CacheDefinitions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a property asks that a cache be filled when the application starts, or if
 * caches are made from more than properties. An application that wants none of it pays
 * for a look at the names of its properties.
 */
final class OnWarmUpCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Bespoke Cache");
		if (!isOnlyFromProperties(context.getBeanFactory())) {
			return ConditionOutcome.match(message.because("the application makes caches of its own"));
		}
		String property = findProperty(context.getEnvironment());
		return (property != null) ? ConditionOutcome.match(message.foundExactly("property " + property))
				: ConditionOutcome.noMatch(message.because("no cache has a preload or a warm start"));
	}

	private static boolean isOnlyFromProperties(@Nullable ListableBeanFactory beanFactory) {
		return beanFactory != null
				&& Arrays.equals(beanFactory.getBeanNamesForType(CacheDefinitions.class, true, false),
						new String[] { BespokeCacheAutoConfiguration.DEFINITIONS });
	}

	private static @Nullable String findProperty(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					for (String property : enumerable.getPropertyNames()) {
						if (asksForWarmUp(property)) {
							return property;
						}
					}
				}
			}
		}
		return null;
	}

	/**
	 * Allows for every spelling of a name that binding does. One match too many does no
	 * harm.
	 */
	private static boolean asksForWarmUp(String property) {
		if (!property.regionMatches(true, 0, "bespoke", 0, 7)) {
			return false;
		}
		String name = property.toLowerCase(Locale.ROOT);
		return name.contains("preload") || name.contains("warm");
	}

}
