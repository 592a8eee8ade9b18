package io.bespokecache.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.bespokecache.autoconfigure.BespokeCacheProperties.HealthSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.RefreshSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WarmStartSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WorkloadSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains properties of ours that binding has no use for: most of them do not exist.
 * Stands before Spring Boot's own analyzer, which knows no remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownCachePropertyFailureAnalyzer
		extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(BespokeCacheProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		if (!cause.getUnboundProperties().stream().map(ConfigurationProperty::getName).allMatch(PREFIX::isAncestorOf)) {
			return null;
		}
		String description = cause.getUnboundProperties()
			.stream()
			.map(UnknownCachePropertyFailureAnalyzer::describe)
			.collect(Collectors.joining(System.lineSeparator()));
		String action = cause.getUnboundProperties()
			.stream()
			.map(UnknownCachePropertyFailureAnalyzer::remedyFor)
			.distinct()
			.collect(Collectors.joining(System.lineSeparator()));
		return new FailureAnalysis(description, action, cause);
	}

	private static String describe(ConfigurationProperty property) {
		ConfiguredProperty configured = ConfiguredProperty.of(property);
		if (Place.of(property.getName()).isUnknown()) {
			return configured + " does not exist.";
		}
		return configured + (configured.isBlank() ? " has no value."
				: " belongs to a cache whose name is also written in another way.");
	}

	private static String remedyFor(ConfigurationProperty property) {
		Place place = Place.of(property.getName());
		String last = property.getName().getLastElement(Form.ORIGINAL);
		if (!place.isUnknown()) {
			return ConfiguredProperty.of(property).isBlank() ? "Give '" + last + "' a value, or remove it."
					: "Write the name in one way everywhere, with brackets or without.";
		}
		String remedy = "Remove '" + place.element() + "'"
				+ ((place.type() != null) ? ", or write one of: " + names(place.type()) : "") + ".";
		String dottedName = place.dottedName();
		return (dottedName != null)
				? remedy + " If the cache is called '" + dottedName + "', " + CacheNames.remedyFor(dottedName) : remedy;
	}

	static String names(Class<? extends Record> type) {
		return Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getName)
			.map(DataObjectPropertyName::toDashedForm)
			.sorted()
			.collect(Collectors.joining(", "));
	}

	/**
	 * How far a name leads into our properties.
	 *
	 * @param name the whole name
	 * @param index index of its first element that is unknown, or its length
	 * @param type what that element would have to be a part of; {@code null} if it stands
	 * under a single value
	 */
	private record Place(ConfigurationPropertyName name, int index, @Nullable Class<? extends Record> type) {

		static Place of(ConfigurationPropertyName name) {
			Class<? extends Record> type = BespokeCacheProperties.class;
			int index = PREFIX.getNumberOfElements();
			while (index < name.getNumberOfElements() && type != null) {
				String element = name.getElement(index, Form.UNIFORM);
				if (!hasComponent(type, element)) {
					return new Place(name, index, type);
				}
				type = switch (element) {
					case "caches", "defaults" -> Settings.class;
					case "workload" -> WorkloadSettings.class;
					case "warmstart" -> WarmStartSettings.class;
					case "refresh" -> RefreshSettings.class;
					case "health" -> HealthSettings.class;
					default -> null;
				};
				index += element.equals("caches") ? 2 : 1;
			}
			return new Place(name, Math.min(index, name.getNumberOfElements()), type);
		}

		private static boolean hasComponent(Class<? extends Record> type, String element) {
			return Arrays.stream(type.getRecordComponents())
				.anyMatch((component) -> component.getName().toLowerCase(Locale.ROOT).equals(element));
		}

		boolean isUnknown() {
			return this.index < this.name.getNumberOfElements();
		}

		String element() {
			return this.name.getElement(this.index, Form.ORIGINAL);
		}

		/**
		 * The name that the author may have meant for the cache, where what is unknown
		 * has further properties under it.
		 */
		@Nullable String dottedName() {
			boolean inCache = this.type == Settings.class && this.index == PREFIX.getNumberOfElements() + 2;
			if (!inCache || this.index == this.name.getNumberOfElements() - 1) {
				return null;
			}
			return this.name.getElement(this.index - 1, Form.ORIGINAL) + "." + element();
		}

	}

}
