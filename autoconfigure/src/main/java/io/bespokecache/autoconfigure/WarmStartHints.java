package io.bespokecache.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image which types snapshots hold, as the configuration of the build
 * names them.
 */
final class WarmStartHints implements BeanFactoryInitializationAotProcessor {

	private static final Pattern BETWEEN_CLASSES = Pattern.compile("[<>,\\s]+");

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Environment environment = beanFactory.getBeanProvider(Environment.class).getIfAvailable();
		Set<Class<?>> types = new LinkedHashSet<>();
		if (environment != null) {
			Binder.get(environment)
				.bind(BespokeCacheProperties.PREFIX + ".caches", Bindable.mapOf(String.class, Cache.class))
				.orElse(Map.of())
				.values()
				.forEach((cache) -> cache.addTypes(types, beanFactory.getBeanClassLoader()));
		}
		return !types.isEmpty() ? new Contribution(types) : null;
	}

	/**
	 * What is of interest here of the settings of a cache.
	 *
	 * @param warmStart its warm start; {@code null} if it has none
	 */
	record Cache(@Nullable WarmStart warmStart) {

		void addTypes(Set<Class<?>> types, @Nullable ClassLoader classLoader) {
			if (this.warmStart != null) {
				List<String> keyType = this.warmStart.keyType();
				String names = String.join(",", (keyType != null) ? keyType : List.of()) + ","
						+ this.warmStart.valueType();
				BETWEEN_CLASSES.splitAsStream(names)
					.filter((name) -> ClassUtils.isPresent(name, classLoader))
					.map((name) -> ClassUtils.resolveClassName(name, classLoader))
					.forEach(types::add);
			}
		}

	}

	/**
	 * What is of interest here of a warm start.
	 *
	 * @param keyType types of the keys
	 * @param valueType type of the values
	 */
	record WarmStart(@Nullable List<String> keyType, @Nullable String valueType) {

	}

	/**
	 * Registers the types.
	 *
	 * @param types the types
	 */
	private record Contribution(Set<Class<?>> types) implements BeanFactoryInitializationAotContribution {

		@Override
		public void applyTo(GenerationContext generationContext,
				BeanFactoryInitializationCode beanFactoryInitializationCode) {
			ReflectionHints hints = generationContext.getRuntimeHints().reflection();
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints, this.types.toArray(new Class<?>[0]));
			hints.registerType(SimpleKey.class, MemberCategory.ACCESS_DECLARED_FIELDS);
		}

	}

}
