package io.bespokecache.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.SameDefinition;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.spring.warmup.CacheSnapshots;
import io.bespokecache.spring.warmup.CacheWarmUp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

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
	void aWarmStartCanBeTurnedOff() {
		this.contextRunner.withPropertyValues("bespoke.cache.caches.atlas.warm-start.enabled=false")
			.run((context) -> cache(context, "atlas").put(1L, new Place("one")));
		assertThat(this.file).doesNotExist();
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
			BespokeCache cache = cache(context, "atlas");
			assertThat(Objects.requireNonNull(report(context).restored()).entries()).isOne();
			context.close();
			WarmUpReport report = Objects.requireNonNull(cache.getWarmUpReport());
			assertThat(Objects.requireNonNull(report.written()).entries()).isOne();
			assertThat(Objects.requireNonNull(report.written()).bytes()).isEqualTo(Files.size(this.file));
		});
	}

	private static WarmUpReport report(ApplicationContext context) {
		return Objects.requireNonNull(cache(context, "atlas").getWarmUpReport());
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

	@Test
	void severalJsonMappersAreNotGuessedAt() throws Exception {
		JsonMapper.Builder upperCase = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
		this.contextRunner.withBean("first", JsonMapper.class, upperCase::build)
			.withBean("second", JsonMapper.class, upperCase::build)
			.run((context) -> cache(context, "atlas").put(1L, new Place("one")));
		assertThat(Files.readString(this.file)).contains("{\"name\":\"one\"}");
	}

	@Test
	void whereNoCacheAsksForItNothingIsMade() {
		withoutWarmStart().withPropertyValues("bespoke.cache.caches.atlas.maximum-size=10")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BespokeCacheWarmUpAutoConfiguration.class)
				.doesNotHaveBean(CacheWarmUp.class)
				.doesNotHaveBean(CacheSnapshots.class));
	}

	@Test
	void aPreloadAsksForNoJsonMapper() {
		AtomicBoolean asked = new AtomicBoolean();
		withoutWarmStart().withPropertyValues("bespoke.cache.caches.places.preload=placePreload")
			.withUserConfiguration(PreloadedPlaces.class)
			.withBean("mapper", JsonMapper.class, () -> {
				asked.set(true);
				return JsonMapper.builder().build();
			}, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context).hasSingleBean(CacheWarmUp.class);
				context.close();
				assertThat(asked).isFalse();
			});
	}

	@Test
	void anEnvironmentVariableMayAskForIt() {
		withoutWarmStart()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("BESPOKE_CACHE_CACHES_PLACES_PRELOAD", "placePreload"))))
			.withUserConfiguration(PreloadedPlaces.class)
			.run((context) -> assertThat(cache(context, "places").get(7L)).isNotNull());
	}

	@Test
	void definitionsOfTheApplicationMayAskForIt() {
		withoutWarmStart().withBean(CacheDefinitions.class, () -> SameDefinition.of(Strategy.CONCURRENT))
			.run((context) -> assertThat(context).hasSingleBean(CacheWarmUp.class));
	}

	@Test
	void aPreloadNeedsNoJackson() {
		withoutWarmStart().withPropertyValues("bespoke.cache.caches.places.preload=placePreload")
			.withBean("placePreload", CachePreload.class, SevenPlaces::new)
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CacheSnapshots.class);
				assertThat(cache(context, "places").get(7L)).isNotNull();
			});
	}

	@Test
	void withoutOurCacheManagerThereIsNoWarmUp() {
		withoutWarmStart().withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheWarmUp.class));
	}

	private static ApplicationContextRunner withoutWarmStart() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
						BespokeCacheWarmUpAutoConfiguration.class, CacheAutoConfiguration.class));
	}

	@Test
	void aPreloadMayReadThroughABeanThatUsesCaches() {
		withoutWarmStart().withPropertyValues("bespoke.cache.caches.places.preload=placePreload")
			.withUserConfiguration(PreloadedPlaces.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(cache(context, "places").get(7L, Place.class)).isEqualTo(new Place("Place 7"));
				assertThat(cache(context, "atlas").get(7L)).isNotNull();
			});
	}

	@Test
	void aPreloadIsInPlaceBeforeTheApplicationIsReady() {
		withoutWarmStart().withPropertyValues("bespoke.cache.caches.places.preload=placePreload")
			.withUserConfiguration(PreloadedPlaces.class)
			.withBean(Witness.class)
			.run((context) -> assertThat(context.getBean(Witness.class).seen).isEqualTo(new Place("Place 7")));
	}

	@Test
	void keysOfSeveralParametersAndOfTypesWithCommasAreRead() {
		withoutWarmStart().withInitializer(new YamlConfiguration("""
				caches:
				  single:
				    warm-start:
				      file: %1$s/single.snapshot
				      key-type: java.util.Map<java.lang.String, java.util.List<java.lang.Long>>
				      value-type: java.lang.String
				  several:
				    warm-start:
				      file: %1$s/several.snapshot
				      key-type: [ java.lang.String, "java.util.Map<java.lang.String,java.lang.Long>" ]
				      value-type: java.lang.String
				      maximum-size: 2MB
				      maximum-entries: 100
				""".formatted(this.directory))).run((context) -> {
			assertThat(warmStart(context, "single").keyTypes()).singleElement()
				.asString()
				.matches("java.util.Map<java.lang.String, ?java.util.List<java.lang.Long>>");
			assertThat(warmStart(context, "single").maximumBytes()).isEqualTo(64 << 20);
			assertThat(warmStart(context, "several"))
				.isEqualTo(new WarmStart(this.directory.resolve("several.snapshot"),
						List.of("java.lang.String", "java.util.Map<java.lang.String,java.lang.Long>"),
						"java.lang.String", 2 << 20, 100L));
		});
	}

	private static WarmStart warmStart(ApplicationContext context, String name) {
		return Objects.requireNonNull(cache(context, name).getDefinition().options().warmStart());
	}

	@Configuration(proxyBeanMethods = false)
	static class PreloadedPlaces {

		@Bean
		Atlas atlas(CacheManager cacheManager) {
			assertThat(cacheManager).isNotNull();
			return new Atlas();
		}

		@Bean
		CachePreload<Long, Place> placePreload(Atlas atlas) {
			return (cache) -> cache.accept(7L, atlas.place(7L));
		}

	}

	static class SevenPlaces implements CachePreload<Long, Place> {

		@Override
		public void preload(BiConsumer<? super Long, ? super Place> cache) {
			cache.accept(7L, new Place("Place 7"));
		}

	}

	static class Witness implements SmartLifecycle {

		private final CacheManager cacheManager;

		private @Nullable Place seen;

		Witness(CacheManager cacheManager) {
			this.cacheManager = cacheManager;
		}

		@Override
		public void start() {
			this.seen = Objects.requireNonNull(this.cacheManager.getCache("places")).get(7L, Place.class);
		}

		@Override
		public void stop() {
			this.seen = null;
		}

		@Override
		public boolean isRunning() {
			return this.seen != null;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
		}

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
