package io.bespokecache.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.spring.RefreshOptions;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.ReferenceStrength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	private final JsonNode metadata = read("META-INF/spring-configuration-metadata.json");

	@Test
	void everySettingOfTheDefaultsIsOffered() {
		assertThat(properties()).extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrder("bespoke.cache.caches", "bespoke.cache.enabled", "bespoke.cache.review-interval",
					"bespoke.cache.health.advice-status", "bespoke.cache.health.incoherent-status",
					"bespoke.cache.refresh.threads", "bespoke.cache.refresh.queue-capacity",
					"bespoke.cache.refresh.propagate-context", "bespoke.cache.defaults.adaptive",
					"bespoke.cache.defaults.expire-after-access", "bespoke.cache.defaults.expire-after-write",
					"bespoke.cache.defaults.expiry", "bespoke.cache.defaults.expiry-jitter",
					"bespoke.cache.defaults.values", "bespoke.cache.defaults.weak-keys",
					"bespoke.cache.defaults.load-once", "bespoke.cache.defaults.load-timeout",
					"bespoke.cache.defaults.nulls", "bespoke.cache.defaults.nulls-expire-after-write",
					"bespoke.cache.defaults.refresh-after-write", "bespoke.cache.defaults.stale-on-error",
					"bespoke.cache.defaults.transaction-aware", "bespoke.cache.defaults.maximum-size",
					"bespoke.cache.defaults.maximum-weight", "bespoke.cache.defaults.strategy",
					"bespoke.cache.defaults.unbounded", "bespoke.cache.defaults.weigher",
					"bespoke.cache.defaults.workload.bulk", "bespoke.cache.defaults.workload.expected-entries",
					"bespoke.cache.defaults.workload.key-lifetime", "bespoke.cache.defaults.workload.read-ratio",
					"bespoke.cache.defaults.second-level", "bespoke.cache.defaults.value-type",
					"bespoke.cache.defaults.when-incoherent", "bespoke.cache.redis.breaker-failures",
					"bespoke.cache.redis.heartbeat", "bespoke.cache.redis.key-prefix", "bespoke.cache.redis.lease",
					"bespoke.cache.redis.max-staleness", "bespoke.cache.redis.maximum-pending",
					"bespoke.cache.redis.maximum-value-size", "bespoke.cache.redis.time-to-live",
					"bespoke.cache.redis.timeout", "bespoke.cache.redis.wait-timeout");
	}

	@Test
	void everyPropertyHasADescriptionThatIsASentenceWithoutALeadingArticle() {
		assertThat(properties()).allSatisfy((property) -> assertThat(property.path("description").asString(""))
			.as(property.path("name").asString(""))
			.isNotBlank()
			.endsWith(".")
			.doesNotMatch(Pattern.compile("(The|A|An) .*", Pattern.DOTALL)));
	}

	@Test
	void descriptionsOfBooleansStartWithWhether() {
		assertThat(properties())
			.filteredOn((property) -> property.path("type").asString("").equals(Boolean.class.getName()))
			.hasSize(6)
			.allSatisfy((property) -> assertThat(property.path("description").asString("")).startsWith("Whether "));
	}

	@Test
	void theDefaultsThatApplyAreShown() {
		assertThat(defaultOf("bespoke.cache.enabled").asBoolean()).isTrue();
		assertThat(defaultOf("bespoke.cache.defaults.unbounded").asBoolean()).isFalse();
		assertThat(defaultOf("bespoke.cache.defaults.maximum-size").asLong())
			.isEqualTo(SettingsReader.DEFAULT_MAXIMUM_SIZE);
		assertThat(defaultOf("bespoke.cache.defaults.workload.read-ratio").asDouble())
			.isEqualTo(SettingsReader.DEFAULT_READ_RATIO);
		assertThat(defaultOf("bespoke.cache.defaults.workload.bulk").asString()).isEqualTo(BulkNeed.NONE.id());
		assertThat(defaultOf("bespoke.cache.defaults.expiry-jitter").asDouble())
			.isEqualTo(SettingsReader.DEFAULT_EXPIRY_JITTER);
		assertThat(defaultOf("bespoke.cache.defaults.values").asString()).isEqualTo(ReferenceStrength.STRONG.id());
		assertThat(defaultOf("bespoke.cache.defaults.weak-keys").asBoolean()).isFalse();
		assertThat(defaultOf("bespoke.cache.defaults.load-once").asBoolean())
			.isEqualTo(CacheOptions.DEFAULTS.loadOnce());
		assertThat(defaultOf("bespoke.cache.defaults.nulls").asString())
			.isEqualTo(CacheOptions.DEFAULTS.nullPolicy().id());
		assertThat(defaultOf("bespoke.cache.defaults.transaction-aware").asBoolean())
			.isEqualTo(CacheOptions.DEFAULTS.transactionAware());
	}

	@Test
	void theDefaultsOfWhatIsObservedAreShown() {
		assertThat(defaultOf("bespoke.cache.defaults.adaptive").asString())
			.isEqualTo(CacheOptions.DEFAULTS.adaptivity().id());
		assertThat(DurationStyle.detectAndParse(defaultOf("bespoke.cache.review-interval").asString()))
			.isEqualTo(Duration.ofSeconds(1));
		assertThat(defaultOf("bespoke.cache.health.advice-status").asString()).isEqualTo("UP");
		assertThat(defaultOf("bespoke.cache.health.incoherent-status").asString()).isEqualTo("UP");
	}

	@Test
	void everyAnswerToAUseThatWasNotDeclaredIsHinted() {
		assertThat(hintedValues("bespoke.cache.defaults.adaptive"))
			.containsExactlyInAnyOrder(Arrays.stream(Adaptivity.values()).map(Adaptivity::id).toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.bespokecaches.enabled", "management.info.bespokecaches.enabled" })
	void theSwitchesOfActuatorAreOffered(String name) {
		assertThat(named("properties", name).path("description").asString()).startsWith("Whether ");
		assertThat(defaultOf(name).asBoolean()).isTrue();
	}

	@Test
	void theDefaultsOfTheRefreshesAreShown() {
		assertThat(new RefreshOptions(defaultOf("bespoke.cache.refresh.threads").asInt(),
				defaultOf("bespoke.cache.refresh.queue-capacity").asInt(),
				defaultOf("bespoke.cache.refresh.propagate-context").asBoolean()))
			.isEqualTo(RefreshOptions.DEFAULTS);
	}

	@Test
	void everyStrategyIsHinted() {
		assertThat(hintedValues("bespoke.cache.defaults.strategy"))
			.containsExactlyInAnyOrder(Arrays.stream(Strategy.values()).map(Strategy::id).toArray(String[]::new));
	}

	@Test
	void foreverIsHintedAsAKeyLifetime() {
		assertThat(hintedValues("bespoke.cache.defaults.workload.key-lifetime")).contains("forever");
	}

	@Test
	void everyPolicyForNullsIsHinted() {
		assertThat(hintedValues("bespoke.cache.defaults.nulls"))
			.containsExactlyInAnyOrder(Arrays.stream(NullPolicy.values()).map(NullPolicy::id).toArray(String[]::new));
	}

	@Test
	void everyBulkNeedIsHinted() {
		assertThat(hintedValues("bespoke.cache.defaults.workload.bulk"))
			.containsExactlyInAnyOrder(Arrays.stream(BulkNeed.values()).map(BulkNeed::id).toArray(String[]::new));
	}

	@Test
	void everyWayToHoldValuesIsHinted() {
		assertThat(hintedValues("bespoke.cache.defaults.values")).containsExactlyInAnyOrder(
				Arrays.stream(ReferenceStrength.values()).map(ReferenceStrength::id).toArray(String[]::new));
	}

	@ParameterizedTest
	@CsvSource({ "weigher, io.bespokecache.map.Weigher", "expiry, io.bespokecache.map.Expiry" })
	void aBeanIsHintedByItsType(String property, Class<?> type) {
		JsonNode provider = hint("bespoke.cache.defaults." + property).get("providers").get(0);
		assertThat(provider.get("name").asString()).isEqualTo("spring-bean-reference");
		assertThat(provider.get("parameters").get("target").asString()).isEqualTo(type.getName());
	}

	@Test
	void everyHintBelongsToAProperty() {
		List<String> names = properties().stream().map((property) -> property.get("name").asString()).toList();
		assertThat(this.metadata.get("hints").valueStream()).isNotEmpty()
			.extracting((hint) -> hint.get("name").asString())
			.allSatisfy((name) -> assertThat(names).containsAnyOf(name, name.replaceFirst("\\.(keys|values)$", "")));
	}

	private List<JsonNode> properties() {
		return this.metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("name").asString().startsWith(BespokeCacheProperties.PREFIX))
			.toList();
	}

	private JsonNode defaultOf(String name) {
		return named("properties", name).path("defaultValue");
	}

	private List<String> hintedValues(String name) {
		return hint(name).get("values").valueStream().map((value) -> value.get("value").asString()).toList();
	}

	private JsonNode hint(String name) {
		return named("hints", name);
	}

	private JsonNode named(String kind, String name) {
		return this.metadata.get(kind)
			.valueStream()
			.filter((node) -> node.get("name").asString().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + name + " among the " + kind));
	}

	/**
	 * Reads from the module's own classes: other modules have a resource of this name.
	 */
	private static JsonNode read(String resource) {
		URI classes = URI
			.create(BespokeCacheProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
		return JsonMapper.shared().readTree(Path.of(classes).resolve(resource));
	}

}
