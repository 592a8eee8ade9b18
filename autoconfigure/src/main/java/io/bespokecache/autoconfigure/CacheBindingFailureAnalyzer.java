package io.bespokecache.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WorkloadSettings;
import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a property of ours that does not exist or cannot be read. Stands before Spring
 * Boot's own analyzer, which knows no remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CacheBindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(BespokeCacheProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return analyzeUnknown(unbound);
		}
		ConfigurationProperty property = cause.getProperty();
		return (property != null) ? analyzeUnreadable(cause, property) : null;
	}

	private FailureAnalysis analyzeUnknown(UnboundConfigurationPropertiesException cause) {
		String description = cause.getUnboundProperties()
			.stream()
			.map((property) -> "Property " + located(property) + " does not exist.")
			.collect(Collectors.joining(System.lineSeparator()));
		String action = cause.getUnboundProperties()
			.stream()
			.map((property) -> remedyForUnknown(property.getName()))
			.distinct()
			.collect(Collectors.joining(System.lineSeparator()));
		return new FailureAnalysis(description, action, cause);
	}

	private static String remedyForUnknown(ConfigurationPropertyName name) {
		ConfigurationPropertyName parent = name.getParent();
		String last = name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
		if (parent.getNumberOfElements() < PREFIX.getNumberOfElements() + 1) {
			return "Remove '" + last + "', or write one of: " + names(BespokeCacheProperties.class) + ".";
		}
		if (parent.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals("workload")) {
			return "Remove '" + last + "', or write one of: " + names(WorkloadSettings.class) + ".";
		}
		return "Remove '" + last + "', or write one of: " + names(Settings.class)
				+ ". A cache whose name has a dot in it goes into quotes and brackets: \"[my.cache]\".";
	}

	private static String names(Class<? extends Record> type) {
		return Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getName)
			.map(DataObjectPropertyName::toDashedForm)
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private FailureAnalysis analyzeUnreadable(BindException cause, ConfigurationProperty property) {
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		return new FailureAnalysis("Property " + located(property) + " cannot be read as " + nameOf(type) + ".",
				remedyFor(type), cause);
	}

	private static String nameOf(Class<?> type) {
		if (type == java.time.Duration.class || type == KeyLifetime.class) {
			return "a duration";
		}
		if (type == Strategy.class) {
			return "a strategy";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		return (type == Long.class) ? "a whole number" : (type == Double.class) ? "a number" : type.getSimpleName();
	}

	private static String remedyFor(Class<?> type) {
		if (type == java.time.Duration.class) {
			return "Give a number and a unit, for example 30s, 10m, 1h or 2d.";
		}
		if (type == KeyLifetime.class) {
			return "Give a number and a unit, for example 30s, 10m, 1h or 2d, or write 'forever'.";
		}
		if (type == Strategy.class) {
			return "Write one of: "
					+ Arrays.stream(Strategy.values()).map(Strategy::id).collect(Collectors.joining(", "))
					+ "; or remove the property and let the workload decide.";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "Write true or false.";
		}
		if (type == Long.class) {
			return "Give a whole number from 1 up, for example 10000.";
		}
		if (type == Double.class) {
			return "Give a number from 0 (only writes) to 1 (only reads), for example 0.95.";
		}
		return "Give a value that can be read as " + type.getName() + ".";
	}

	private static String located(ConfigurationProperty property) {
		return "'" + property.getName() + "' with the value '" + property.getValue() + "'"
				+ ((property.getOrigin() != null) ? " (in " + property.getOrigin() + ")" : "");
	}

}
