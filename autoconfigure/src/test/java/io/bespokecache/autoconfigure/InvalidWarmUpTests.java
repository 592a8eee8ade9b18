package io.bespokecache.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidWarmUpTests {

	private static final String TYPE_REMEDY = "Write the full name of the type, with what it holds and with '$' before"
			+ " the name of a nested class, for example java.util.List<com.example.City>.";

	@Test
	void aPreloadThatIsNoBeanIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    preload: countryPreload
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.preload' with the value 'countryPreload' "
					+ "(in application.yml - 5:18) is not the name of a bean of type "
					+ "io.bespokecache.spring.CachePreload.")
			.withRemedy(
					"Declare a @Bean method 'countryPreload' of the return type CachePreload, or correct the name.");
	}

	@Test
	void aBeanOfAnotherTypeIsNoPreload() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    preload: cacheManager
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.preload' with the value 'cacheManager' "
					+ "(in application.yml - 5:18) is not the name of a bean of type "
					+ "io.bespokecache.spring.CachePreload.")
			.withRemedy("Declare a @Bean method 'cacheManager' of the return type CachePreload, or correct the name.");
	}

	@Test
	void aPreloadIsNoDefault() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  preload: countryPreload
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.preload' with the value 'countryPreload' "
					+ "(in application.yml - 4:16) cannot be a default: every cache has entries of its own.")
			.withRemedy("Set it for each cache that needs it, under bespoke.cache.caches.");
	}

	@Test
	void aWarmStartIsNoDefault() {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  warm-start: { file: all.snapshot, key-type: java.lang.String, value-type: java.lang.String }
				"""))
			.failedBecause("Property 'bespoke.cache.defaults.warm-start.file' with the value 'all.snapshot' "
					+ "(in application.yml - 4:27) cannot be a default: every cache has entries of its own.")
			.withRemedy("Set it for each cache that needs it, under bespoke.cache.caches.");
	}

	@Test
	void aPatternHasNoWarmStart() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "[session-*]":
				    warm-start: { file: sessions.snapshot, key-type: java.lang.String, value-type: java.lang.String }
				"""))
			.failedBecause("Property 'bespoke.cache.caches[session-*].warm-start.file' with the value "
					+ "'sessions.snapshot' (in application.yml - 5:29) cannot be set for a name pattern: the caches "
					+ "that match it are created after the start, and would share it.")
			.withRemedy("Set it for each cache that needs it, by its full name.");
	}

	@Test
	void aPatternHasNoPreload() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  "[session-*]":
				    preload: sessions
				"""))
			.failedBecause("Property 'bespoke.cache.caches[session-*].preload' with the value 'sessions' "
					+ "(in application.yml - 5:18) cannot be set for a name pattern: the caches that match it are "
					+ "created after the start, and would share it.")
			.withRemedy("Set it for each cache that needs it, by its full name.");
	}

	@Test
	void aWarmStartWithoutAFileIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start: { key-type: java.lang.String, value-type: java.lang.String }
				""")).failedBecause("Property 'bespoke.cache.caches.countries.warm-start.file' is not set.")
			.withRemedy("Give the file that the entries are to be written to, for example data/countries.snapshot, "
					+ "or remove 'warm-start'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "key-type", "value-type" })
	void aWarmStartWithoutATypeIsRefused(String property) {
		String other = property.equals("key-type") ? "value-type" : "key-type";
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start: { file: a.snapshot, %s: java.lang.String }
				""".formatted(other)))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start." + property + "' is not set.")
			.withRemedy(TYPE_REMEDY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "com.example.Nothing | is not the name of a type that can be found",
			"java.util.List<com.example.Nothing> | is not the name of a type that can be found",
			"java.util.List< | is not the name of a type that can be found",
			"String | is not the name of a type that can be found",
			"java.util.List | leaves open what its instances hold, so that they would come back as something else",
			"java.lang.Object | leaves open what its instances hold, so that they would come back as something else",
			"java.util.Map<java.lang.String,java.lang.Object> | leaves open what its instances hold, so that they would come back as something else" })
	void aTypeThatIsUnknownOrOpenIsRefused(String type, String problem) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start:
				      file: a.snapshot
				      key-type: java.lang.String
				      value-type: %s
				""".formatted(type)))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.value-type' with the value '" + type
					+ "' (in application.yml - 8:23) " + problem + ".")
			.withRemedy(TYPE_REMEDY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0B", "-1MB", "2GB" })
	void aSizeThatNoFileCanHaveIsRefused(String size) {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start:
				      file: a.snapshot
				      key-type: java.lang.String
				      value-type: java.lang.String
				      maximum-size: %s
				""".formatted(size)))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.maximum-size' with the value '" + size
					+ "' (in application.yml - 9:25) is not a size of a file that can be read at once.")
			.withRemedy("Give a size from 1B to 1GB, for example 64MB.");
	}

	@Test
	void whatIsNoSizeIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start:
				      file: a.snapshot
				      maximum-size: big
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.maximum-size' with the value 'big' "
					+ "(in application.yml - 7:25) cannot be read as a size.")
			.withRemedy("Give a number and a unit, for example 64MB.");
	}

	@Test
	void aNumberOfEntriesBelowOneIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start:
				      file: a.snapshot
				      key-type: java.lang.String
				      value-type: java.lang.String
				      maximum-entries: 0
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.maximum-entries' with the value '0' "
					+ "(in application.yml - 9:28) is less than 1.")
			.withRemedy("Give a whole number from 1 up.");
	}

	@Test
	void twoCachesWithTheSameFileAreRefused(@TempDir Path directory) {
		Path file = directory.resolve("all.snapshot");
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start: { file: %1$s, key-type: java.lang.String, value-type: java.lang.String }
				  cities:
				    warm-start:
				      key-type: java.lang.String
				      value-type: java.lang.String
				      file: %2$s
				""".formatted(file, directory.resolve("data/../all.snapshot"))))
			.failedBecause("Property 'bespoke.cache.caches.cities.warm-start.file' with the value '"
					+ directory.resolve("data/../all.snapshot") + "' (in application.yml - 10:17) is also the file of "
					+ "the cache 'countries'.")
			.withRemedy("Give each cache a file of its own.");
	}

	@Test
	void aWarmStartOfWeakValuesIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    values: weak
				    warm-start: { file: a.snapshot, key-type: java.lang.String, value-type: java.lang.String }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.file' with the value 'a.snapshot' "
					+ "(in application.yml - 6:29) brings values back to which nobody else refers, and which would go "
					+ "at once, because values are weak.")
			.withRemedy("Remove 'warm-start', or set values to soft or strong.");
	}

	@Test
	void aWarmStartOfWeakKeysIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    weak-keys: true
				    warm-start: { file: a.snapshot, key-type: java.lang.String, value-type: java.lang.String }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.file' with the value 'a.snapshot' "
					+ "(in application.yml - 6:29) brings keys back to which nobody else refers, and whose entries "
					+ "would go at once, because keys are weak.")
			.withRemedy("Remove 'warm-start', or set weak-keys to false.");
	}

	@Test
	void aCacheWhoseKeysAreNotWeakMayStartWarmThoughTheDefaultsHaveWeakKeys(@TempDir Path directory) {
		assertThat(StartAttempt.withYaml("""
				defaults:
				  weak-keys: true
				caches:
				  countries:
				    weak-keys: false
				    warm-start: { file: %s, key-type: java.lang.String, value-type: java.lang.String }
				""".formatted(directory.resolve("a.snapshot")))).succeeded();
	}

	@Test
	void aPropertyOfAWarmStartThatDoesNotExistIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start: { path: a.snapshot }
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start.path' with the value 'a.snapshot' "
					+ "(in application.yml - 5:29) does not exist.")
			.withRemedy(
					"Remove 'path', or write one of: enabled, file, key-type, maximum-entries, maximum-size, value-type.");
	}

	@Test
	void aWarmStartThatIsNoGroupIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start: true
				"""))
			.failedBecause("Property 'bespoke.cache.caches.countries.warm-start' with the value 'true' "
					+ "(in application.yml - 5:21) stands where the properties of a warm start are expected.")
			.withRemedy("Write under it one of: enabled, file, key-type, maximum-entries, maximum-size, value-type; "
					+ "each with its value.");
	}

	@Test
	void anEmptyWarmStartIsRefused() {
		assertThat(StartAttempt.withYaml("""
				caches:
				  countries:
				    warm-start:
				""")).failedBecause("Property 'bespoke.cache.caches.countries.warm-start.file' is not set.")
			.withRemedy("Give the file that the entries are to be written to, for example data/countries.snapshot, "
					+ "or remove 'warm-start'.");
	}

	@Test
	void aWarmStartWithoutJacksonIsRefused() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class, BespokeCacheWarmUpAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withPropertyValues("bespoke.cache.caches.countries.warm-start.file=a.snapshot",
					"bespoke.cache.caches.countries.warm-start.key-type=java.lang.String",
					"bespoke.cache.caches.countries.warm-start.value-type=java.lang.String")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("Property 'bespoke.cache.caches.countries.warm-start.file' with the value 'a.snapshot' "
						+ "needs Jackson 3, which is not on the class path. Add the dependency "
						+ "tools.jackson.core:jackson-databind, or remove 'warm-start'."));
	}

}
