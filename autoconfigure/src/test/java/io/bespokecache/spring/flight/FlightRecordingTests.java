package io.bespokecache.spring.flight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheFlightRecorderAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadKind;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Promotion;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.Caches;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what a flight recording shows of caches.
 */
class FlightRecordingTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, BespokeCacheFlightRecorderAutoConfiguration.class))
		.withPropertyValues("bespoke.cache.caches.rates.maximum-size=50");

	private List<RecordedEvent> events(Recording recording, String name) throws IOException {
		if (recording.getState() == RecordingState.RUNNING) {
			recording.stop();
		}
		Path file = this.directory.resolve("recording.jfr");
		recording.dump(file);
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals("io.bespokecache." + name))
			.toList();
	}

	private static FlightRecording told(ApplicationContext context) {
		return context.getBean(FlightRecording.class);
	}

	@Test
	void loadsAreRecordedWithCacheKindAndOutcome() {
		this.application.run((context) -> {
			try (Recording recording = new Recording()) {
				recording.enable("io.bespokecache.Load").withThreshold(Duration.ZERO);
				recording.start();
				BespokeCache rates = Caches.cache(context, "rates");
				rates.get("CHF", () -> "1.1");
				rates.get("CHF", () -> "a hit is no load");
				assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> rates.get("secret", () -> {
					throw new IOException("no route to secret");
				}));
				assertThat(rates.retrieve("EUR", () -> CompletableFuture.completedFuture("1"))).isCompleted();
				List<RecordedEvent> loads = events(recording, "Load");
				assertThat(loads).extracting((event) -> event.getString("cacheName")).containsOnly("rates");
				assertThat(loads).extracting((event) -> event.getString("kind")).containsOnly("load");
				assertThat(loads).extracting((event) -> event.getString("outcome"))
					.containsExactly("success", "failure", "success");
				assertThat(loads.get(1).getString("failure")).isEqualTo("java.io.IOException");
				assertThat(loads).allSatisfy((event) -> {
					assertThat(event.getDuration()).isPositive();
					assertThat(event.getEventType().getCategoryNames()).containsExactly("Bespoke Cache");
					assertThat(event.toString()).doesNotContain("secret");
				});
			}
		});
	}

	@Test
	void onlySlowLoadsAreRecordedUnlessMoreIsAskedFor() {
		this.application.run((context) -> {
			try (Recording recording = new Recording()) {
				recording.enable("io.bespokecache.Load");
				recording.start();
				for (int load = 0; load < 100; load++) {
					told(context).begin("rates", LoadKind.REFRESH).end(null);
				}
				assertThat(new LoadEvent().isEnabled()).isTrue();
				assertThat(events(recording, "Load")).as("a load of microseconds, a hundred times").hasSizeLessThan(10);
			}
		});
	}

	@Test
	void whatIsRareIsRecorded() {
		this.application.run((context) -> {
			try (Recording recording = new Recording()) {
				recording.start();
				BespokeCache rates = Caches.cache(context, "rates");
				told(context).created(rates);
				told(context).promoted(rates, new Promotion(Instant.EPOCH, Promotion.Cause.DELTA_FULL, 7,
						Duration.ofNanos(5_000), 70, Duration.ofSeconds(Long.MAX_VALUE), 800, 80));
				told(context).evicted(rates, new Evictions(1, 2, 3));
				told(context).strategyChanged(rates, new StrategyChange(Strategy.CAFFEINE, Strategy.ADAPTIVE_FIFO,
						"Because.", Instant.EPOCH, Duration.ofMillis(5), 40));
				told(context).adviceGiven(rates, new Advice(AdviceKind.BOUND_TOO_SMALL, "Seen.", "Cost.", "Action.",
						List.of(new Advice.Setting("maximum-size", "100"))));
				recording.stop();
				assertThat(events(recording, "CacheCreated")).hasSize(1).allSatisfy((event) -> {
					assertThat(event.getString("strategy")).isEqualTo(rates.getStore().selection().strategy().id());
					assertThat(event.getString("reason")).contains("50");
				});
				assertThat(events(recording, "Promotion")).hasSize(1).allSatisfy((event) -> {
					assertThat(event.getString("cause")).isEqualTo("delta-full");
					assertThat(event.getLong("keysMoved")).isEqualTo(7);
					assertThat(event.getLong("time")).isEqualTo(5_000);
				});
				assertThat(events(recording, "Evictions")).hasSize(1).allSatisfy((event) -> {
					assertThat(event.getLong("size")).isEqualTo(1);
					assertThat(event.getLong("expired")).isEqualTo(2);
					assertThat(event.getLong("collected")).isEqualTo(3);
				});
				assertThat(events(recording, "StrategyChange")).hasSize(1).allSatisfy((event) -> {
					assertThat(event.getString("from")).isEqualTo("caffeine");
					assertThat(event.getString("to")).isEqualTo("adaptive-fifo");
					assertThat(event.getLong("entriesMoved")).isEqualTo(40);
				});
				assertThat(events(recording, "Advice")).hasSize(1).allSatisfy((event) -> {
					assertThat(event.getString("kind")).isEqualTo("bound-too-small");
					assertThat(event.getString("settings")).isEqualTo("bespoke.cache.caches.rates.maximum-size: 100");
				});
			}
		});
	}

	@Test
	void countsAreRecordedWhenARecordingEndsAndNoMoreOnceTheApplicationHasStopped() throws IOException {
		this.application.run((context) -> {
			BespokeCache rates = Caches.cache(context, "rates");
			rates.put("CHF", "1.1");
			rates.get("CHF");
			rates.get("EUR");
			await().untilAsserted(() -> assertThat(statisticsOfRates()).isNotEmpty().allSatisfy((event) -> {
				assertThat(event.getString("strategy"))
					.isEqualTo(Caches.cache(context, "rates").getStore().selection().strategy().id());
				assertThat(event.getLong("hits")).isEqualTo(1);
				assertThat(event.getLong("misses")).isEqualTo(1);
				assertThat(event.getLong("size")).isEqualTo(1);
			}));
		});
		assertThat(statisticsOfRates()).isEmpty();
	}

	private List<RecordedEvent> statisticsOfRates() throws IOException {
		try (Recording recording = new Recording()) {
			recording.enable("io.bespokecache.CacheStatistics").with("period", "endChunk");
			recording.start();
			return events(recording, "CacheStatistics");
		}
	}

	/**
	 * What other tests have recorded does not show in a virtual machine of its own.
	 */
	@Test
	void whereNobodyRecordsNoEventIsEverMade() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load", "-cp", System.getProperty("java.class.path"), UnrecordedApplication.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output).contains(UnrecordedApplication.LOADED, FlightRecording.class.getName() + " ");
		assertThat(output.lines().filter((line) -> line.contains(".flight.") && line.contains("Event "))).isEmpty();
		assertThat(output).doesNotContain("jdk.jfr.internal.MetadataRepository ");
	}

	@Test
	void aRuntimeImageWithoutFlightRecorderHasCachesAllTheSame() {
		this.application.withClassLoader(new FilteredClassLoader("jdk.jfr"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("cacheManager")
				.doesNotHaveBean("bespokeCacheFlightRecording"));
	}

}
