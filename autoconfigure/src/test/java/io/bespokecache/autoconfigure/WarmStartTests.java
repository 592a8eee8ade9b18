package io.bespokecache.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.spring.warmup.CacheWarmUp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WarmStartTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // set before each test
	private Path file;

	@SuppressWarnings("NullAway.Init") // set before each test
	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void declareACacheThatStartsWarm() {
		this.file = this.directory.resolve("atlas.snapshot");
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
							BespokeCacheWarmUpAutoConfiguration.class, CacheAutoConfiguration.class))
			.withInitializer(new YamlConfiguration("""
					caches:
					  atlas:
					    unbounded: true
					    warm-start:
					      file: %s
					      key-type: java.lang.Long
					      value-type: %s
					""".formatted(this.file, Place.class.getName())));
	}

	@Test
	void whatWasCachedBeforeTheRestartIsCachedAfterIt() {
		this.contextRunner.withBean(Atlas.class).run((context) -> {
			assertThat(context.getBean(Atlas.class).place(7L).name()).isEqualTo("Place 7");
			assertThat(context.getBean(Atlas.class).loads()).isOne();
		});
		this.contextRunner.withBean(Atlas.class).run((context) -> {
			assertThat(context.getBean(Atlas.class).place(7L).name()).isEqualTo("Place 7");
			assertThat(context.getBean(Atlas.class).loads()).isZero();
		});
	}

	@Test
	void whatWasEvictedDoesNotComeBackAfterASecondRestart() {
		this.contextRunner.run((context) -> {
			cache(context, "atlas").put(1L, new Place("one"));
			cache(context, "atlas").put(2L, new Place("two"));
		});
		this.contextRunner.run((context) -> cache(context, "atlas").evict(1L));
		this.contextRunner.run((context) -> {
			assertThat(cache(context, "atlas").get(1L)).isNull();
			assertThat(cache(context, "atlas").get(2L, Place.class)).isEqualTo(new Place("two"));
		});
	}

	@Test
	void aStoredNullIsStillThereAfterARestart() {
		this.contextRunner.run((context) -> cache(context, "atlas").put(1L, null));
		this.contextRunner.run((context) -> assertThat(cache(context, "atlas").get(1L)).isNotNull()
			.satisfies((value) -> assertThat(value.get()).isNull()));
	}

	@Test
	void theLogSaysWhatWasRestoredAndWhatWasWritten(CapturedOutput output) {
		this.contextRunner.run((context) -> cache(context, "atlas").put(1L, new Place("one")));
		assertThat(output).contains("Cache 'atlas': starts cold: there is no " + this.file)
			.contains("Cache 'atlas': 1 entry written to " + this.file + ", ");
		this.contextRunner.run((context) -> assertThat(output)
			.contains("Cache 'atlas': 1 entry restored from " + this.file + ", written at "));
	}

	@Test
	void theReportTellsTheSame() {
		this.contextRunner.run((context) -> {
			cache(context, "atlas").put(1L, new Place("one"));
			assertThat(report(context)).isEqualTo(WarmUpReport.NOTHING);
		});
		this.contextRunner.run((context) -> {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			BespokeCache cache = cache(context, "atlas");
			assertThat(Objects.requireNonNull(report(context).restored()).entries()).isOne();
			context.close();
			WarmUpReport report = Objects.requireNonNull(warmUp.reportOf(cache));
			assertThat(Objects.requireNonNull(report.written()).entries()).isOne();
			assertThat(Objects.requireNonNull(report.written()).bytes()).isEqualTo(Files.size(this.file));
		});
	}

	private static WarmUpReport report(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(CacheWarmUp.class).reportOf(cache(context, "atlas")));
	}

	@Test
	void aDamagedSnapshotIsNoReasonNotToStart(CapturedOutput output) throws Exception {
		this.contextRunner.run((context) -> cache(context, "atlas").put(1L, new Place("one")));
		Files.writeString(this.file, Files.readString(this.file).replace("one", "two"));
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(cache(context, "atlas").get(1L)).isNull();
			assertThat(output).contains("WARN")
				.contains("Cache 'atlas': starts cold: " + this.file
						+ " is damaged: its checksum does not fit its content; it was deleted");
		});
	}

	@Test
	void theOnlyJsonMapperOfTheApplicationIsUsed() throws Exception {
		this.contextRunner.withBean(JsonMapper.class,
				() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build())
			.run((context) -> cache(context, "atlas").put(1L, new Place("one")));
		assertThat(Files.readString(this.file)).contains("{\"Name\":\"one\"}");
	}

	/**
	 * A place.
	 *
	 * @param name its name
	 */
	record Place(String name) {

	}

	static class Atlas {

		private int loads;

		@Cacheable("atlas")
		public Place place(Long id) {
			this.loads++;
			return new Place("Place " + id);
		}

		public int loads() {
			return this.loads;
		}

	}

}
