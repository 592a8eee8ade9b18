package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.bespokecache.autoconfigure.BespokeCacheProperties.RefreshSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WarmStartSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WorkloadSettings;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.ReferenceStrength;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Explains a property of ours whose value cannot be read. Stands before Spring Boot's own
 * analyzer, which knows no remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableCachePropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(BespokeCacheProperties.PREFIX);

	private final @Nullable Environment environment;

	UnreadableCachePropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!PREFIX.isAncestorOf(name) || cause.getCause() instanceof UnboundConfigurationPropertiesException) {
			return null;
		}
		ConfiguredProperty property = (cause.getProperty() != null) ? ConfiguredProperty.of(cause.getProperty())
				: ConfiguredProperty.find(name.toString(), this.environment);
		Explanation explanation = Explanation.of(cause.getTarget().getType().resolve(Object.class),
				name.getLastElement(Form.DASHED));
		return new FailureAnalysis(((property != null) ? property : new ConfiguredProperty(name.toString(), null, null))
				+ " " + explanation.problem() + ".", explanation.remedy(), cause);
	}

	/**
	 * What is wrong with a value that cannot be read, and what to write instead.
	 *
	 * @param problem the rest of a sentence
	 * @param remedy a sentence
	 */
	private record Explanation(String problem, String remedy) {

		private static final String DURATION = "Give a number and a unit, for example 30s, 10m, 1h or 2d";

		static Explanation of(Class<?> type, String property) {
			if (type == Duration.class) {
				return new Explanation("cannot be read as a duration", DURATION + ".");
			}
			if (type == KeyLifetime.class) {
				return new Explanation("cannot be read as a duration", DURATION + ", or write 'forever'.");
			}
			if (type == Strategy.class) {
				return new Explanation("is not the name of a strategy",
						"Write one of: " + strategies() + "; or remove the property and let the workload decide.");
			}
			if (type == NullPolicy.class) {
				return new Explanation("is not something that can be done about nulls",
						"Write one of: " + nullPolicies() + ".");
			}
			if (type == BulkNeed.class) {
				return new Explanation("is not something that operations on several keys can need",
						"Write one of: " + bulkNeeds() + ".");
			}
			if (type == ReferenceStrength.class) {
				return new Explanation("is not a way to hold values", "Write one of: " + referenceStrengths() + ".");
			}
			if (type == Adaptivity.class) {
				return new Explanation("is not something that can be done about a use that was not declared",
						"Write one of: " + adaptivities() + ".");
			}
			if (type == Boolean.class || type == boolean.class) {
				return new Explanation("is neither true nor false", "Write true or false.");
			}
			if (type == Long.class) {
				return new Explanation("cannot be read as a whole number",
						"Give a whole number from 1 up, for example 10000.");
			}
			if (type == int.class) {
				return new Explanation("cannot be read as a whole number up to " + Integer.MAX_VALUE,
						"Give such a number, or remove the property.");
			}
			if (type == DataSize.class) {
				return new Explanation("cannot be read as a size", "Give a number and a unit, for example 64MB.");
			}
			if (type == Double.class) {
				return new Explanation("cannot be read as a number",
						property.equals("expiry-jitter")
								? "Give a number from 0 (every entry expires on time) to less than 1, for example 0.1."
								: "Give a number from 0 (only writes) to 1 (only reads), for example 0.95.");
			}
			return ofGroup(type);
		}

		private static Explanation ofGroup(Class<?> type) {
			if (type == Map.class) {
				return new Explanation("stands where names of caches are expected",
						"Write the name of a cache under it, and under that name the cache's settings.");
			}
			if (type == Settings.class) {
				return new Explanation("stands where the settings of a cache are expected", "Write under it one of: "
						+ UnknownCachePropertyFailureAnalyzer.names(Settings.class) + "; each with its value.");
			}
			if (type == WorkloadSettings.class) {
				return new Explanation("stands where the properties of a workload are expected",
						"Write under it one of: " + UnknownCachePropertyFailureAnalyzer.names(WorkloadSettings.class)
								+ "; each with its value.");
			}
			if (type == RefreshSettings.class) {
				return new Explanation("stands where the settings of refreshes are expected", "Write under it one of: "
						+ UnknownCachePropertyFailureAnalyzer.names(RefreshSettings.class) + "; each with its value.");
			}
			if (type == WarmStartSettings.class) {
				return new Explanation("stands where the properties of a warm start are expected",
						"Write under it one of: " + UnknownCachePropertyFailureAnalyzer.names(WarmStartSettings.class)
								+ "; each with its value.");
			}
			return new Explanation("cannot be read", "Give a value that can be read as " + type.getName() + ".");
		}

		private static String strategies() {
			return Arrays.stream(Strategy.values()).map(Strategy::id).collect(Collectors.joining(", "));
		}

		private static String nullPolicies() {
			return Arrays.stream(NullPolicy.values()).map(NullPolicy::id).collect(Collectors.joining(", "));
		}

		private static String adaptivities() {
			return Arrays.stream(Adaptivity.values()).map(Adaptivity::id).collect(Collectors.joining(", "));
		}

		private static String referenceStrengths() {
			return Arrays.stream(ReferenceStrength.values())
				.map(ReferenceStrength::id)
				.collect(Collectors.joining(", "));
		}

		private static String bulkNeeds() {
			return Arrays.stream(BulkNeed.values()).map(BulkNeed::id).collect(Collectors.joining(", "));
		}

	}

}
