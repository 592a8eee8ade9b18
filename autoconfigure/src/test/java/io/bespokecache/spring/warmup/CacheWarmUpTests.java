package io.bespokecache.spring.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.SameDefinition;
import io.bespokecache.spring.WarmUpReport.Preloaded;
import io.bespokecache.spring.WarmUpReport.Written;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class CacheWarmUpTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // set before each test
	private RestartedApplication application;

	@BeforeEach
	void createApplication() {
		this.application = new RestartedApplication(this.directory);
	}

	private static Preloaded preloaded(RestartedApplication.Run run) {
		return Objects.requireNonNull(run.report().preloaded());
	}

	private static Written written(RestartedApplication.Run run) {
		return Objects.requireNonNull(run.report().written());
	}

	@Test
	void aPreloadFillsTheCache() {
		RestartedApplication.Run run = this.application.preload((cache) -> {
			cache.accept(1L, "one");
			cache.accept(2L, "two");
		}).start();
		assertThat(run.get(1)).isEqualTo("one");
		assertThat(run.get(2)).isEqualTo("two");
		assertThat(preloaded(run).entries()).isEqualTo(2);
		assertThat(preloaded(run).present()).isZero();
		assertThat(preloaded(run).problem()).isNull();
	}

	@Test
	void theReportSaysWhenAPreloadEndedAndHowLongItTook() {
		Instant before = Instant.now();
		AtomicReference<Instant> during = new AtomicReference<>(before);
		RestartedApplication.Run run = this.application.preload((cache) -> {
			Awaitility.await().until(() -> Instant.now().isAfter(before.plusMillis(1)));
			during.set(Instant.now());
		}).start();
		assertThat(preloaded(run).preloadedAt()).isBetween(during.get(), Instant.now());
		assertThat(preloaded(run).duration()).isPositive();
	}

	@Test
	void aPreloadComesAfterTheSnapshotAndLeavesWhatIsThere() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "from the snapshot");
		first.stop();
		RestartedApplication.Run second = this.application.preload((cache) -> {
			cache.accept(1L, "from the preload");
			cache.accept(2L, "from the preload");
		}).start();
		assertThat(second.get(1)).isEqualTo("from the snapshot");
		assertThat(second.get(2)).isEqualTo("from the preload");
		assertThat(preloaded(second).entries()).isOne();
		assertThat(preloaded(second).present()).isOne();
	}

	@Test
	void aPreloadThatFailsKeepsWhatItBroughtAndNobodyFromStarting(CapturedOutput output) {
		RestartedApplication.Run run = this.application.preload((cache) -> {
			cache.accept(1L, "one");
			throw new IOException("The source is gone");
		}).start();
		assertThat(run.warmUp().isRunning()).isTrue();
		assertThat(run.get(1)).isEqualTo("one");
		assertThat(preloaded(run).problem()).isEqualTo("java.io.IOException: The source is gone");
		assertThat(output).contains("WARN")
			.contains("Cache 'numbers': 1 entry preloaded in ")
			.contains("then the preload failed")
			.contains("java.io.IOException: The source is gone");
	}

	@Test
	void aPreloadThatCannotBeLinkedKeepsNobodyFromStarting() {
		RestartedApplication.Run run = this.application.preload((cache) -> {
			throw new NoClassDefFoundError("com/example/Gone");
		}).start();
		assertThat(run.warmUp().isRunning()).isTrue();
		assertThat(preloaded(run).problem()).contains("com/example/Gone");
	}

	@Test
	void anInterruptedPreloadLeavesTheInterruptToTheCaller() {
		RestartedApplication.Run run = this.application.preload((cache) -> {
			throw new InterruptedException();
		}).start();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(preloaded(run).problem()).contains("InterruptedException");
	}

	@Test
	void aPreloadMayUseSeveralThreads() {
		RestartedApplication.Run run = this.application
			.preload((cache) -> LongStream.range(0, 500).parallel().forEach((key) -> cache.accept(key, "x")))
			.start();
		assertThat(preloaded(run).entries()).isEqualTo(500);
	}

	@Test
	void nothingIsWrittenThatWasNeverStarted() {
		RestartedApplication.Run run = this.application.create();
		run.cache().put(1L, "one");
		run.stop();
		assertThat(this.application.file()).doesNotExist();
	}

	@Test
	void aSecondStopWritesNothing() throws Exception {
		RestartedApplication.Run run = this.application.start();
		run.cache().put(1L, "one");
		run.stop();
		Files.delete(this.application.file());
		run.stop();
		assertThat(this.application.file()).doesNotExist();
		assertThat(run.warmUp().isRunning()).isFalse();
	}

	@Test
	void aRunThatIsStoppedAndStartedAgainKeepsItsEntries() {
		RestartedApplication.Run run = this.application.start();
		run.cache().put(1L, "one");
		run.stop();
		run.warmUp().start();
		assertThat(run.get(1)).isEqualTo("one");
		run.stop();
		assertThat(this.application.start().get(1)).isEqualTo("one");
	}

	@Test
	void threadsThatStopAtTheSameTimeWriteOnceAndAllReturnAfterIt() throws Exception {
		RestartedApplication.Run run = this.application.start();
		run.cache().put(1L, "one");
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Written>> stopped = Stream.generate(() -> threads.submit(() -> {
				start.await();
				run.stop();
				return written(run);
			})).limit(8).toList();
			start.countDown();
			for (Future<Written> each : stopped) {
				assertThat(each.get().entries()).isOne();
			}
		}
		finally {
			threads.shutdownNow();
		}
		try (var files = Files.list(this.directory)) {
			assertThat(files).containsExactly(this.application.file());
		}
		assertThat(this.application.start().get(1)).isEqualTo("one");
	}

	@Test
	void aSnapshotIsWholeThoughTheCacheIsWrittenMeanwhile() throws Exception {
		RestartedApplication.Run run = this.application.start();
		for (long key = 0; key < 300; key++) {
			run.cache().put(key, "x");
		}
		AtomicBoolean ended = new AtomicBoolean();
		AtomicInteger writes = new AtomicInteger();
		Thread writer = new Thread(() -> {
			for (long key = 300; !ended.get(); key = 300 + (key + 1) % 300) {
				run.cache().put(key, "y");
				run.cache().evict(key);
				writes.incrementAndGet();
			}
		});
		writer.start();
		try {
			Awaitility.await().until(() -> writes.get() > 100);
			run.stop();
		}
		finally {
			ended.set(true);
			writer.join();
		}
		RestartedApplication.Run next = this.application.start();
		assertThat(next.report().restored()).isNotNull();
		for (long key = 0; key < 300; key++) {
			assertThat(next.get(key)).isEqualTo("x");
		}
	}

	@Test
	void theReportSaysWhenTheLastSnapshotWasWritten() {
		this.application.pass(Duration.ofDays(3));
		RestartedApplication.Run run = this.application.start();
		run.stop();
		assertThat(written(run).writtenAt()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(3)));
	}

	@Test
	void aCacheThatAsksForNothingHasNoReport() {
		BespokeCacheManager cacheManager = new BespokeCacheManager(SameDefinition.of(Strategy.CONCURRENT),
				List.of("plain"));
		CacheWarmUp warmUp = new CacheWarmUp(List.of(cacheManager), null);
		warmUp.start();
		warmUp.stop();
		assertThat(Objects.requireNonNull(cacheManager.getCache("plain")).getWarmUpReport()).isNull();
	}

	@Test
	void aSnapshotWithoutJacksonIsRefused() {
		BespokeCacheManager cacheManager = this.application.create().cacheManager();
		assertThatIllegalStateException().isThrownBy(() -> new CacheWarmUp(List.of(cacheManager), null).start())
			.withMessage("Cache 'numbers': has a warm start, which needs Jackson 3. "
					+ "Add tools.jackson.core:jackson-databind, or remove the warm start.");
	}

	@Test
	void theWebServerStartsAfterItAndStopsBeforeIt() {
		CacheWarmUp warmUp = new CacheWarmUp(List.of(), null);
		assertThat(warmUp.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
		assertThat(warmUp.isAutoStartup()).isTrue();
	}

	@Test
	void aPauseWritesNothing() {
		assertThat(new CacheWarmUp(List.of(), null).isPauseable()).isFalse();
	}

}
