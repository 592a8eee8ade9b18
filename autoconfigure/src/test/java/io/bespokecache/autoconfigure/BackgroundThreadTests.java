package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.bespokecache.spring.BespokeCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The threads that work for caches, and their end.
 */
class BackgroundThreadTests {

	/** The maintenance thread that all share ends after ten seconds without work. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
		.withInitializer(new YamlConfiguration("""
				defaults:
				  expire-after-write: 1ms
				  expiry-jitter: 0
				caches:
				  queues: { strategy: adaptive-fifo }
				  references: { strategy: lru-reference, values: soft }
				  library: { strategy: caffeine, refresh-after-write: 100ns }
				"""));

	@Test
	void anApplicationThatHasStoppedLeavesNoThread() {
		this.contextRunner.run((context) -> {
			use(context);
			assertThat(threads()).contains("bespoke-cache-clock", "bespoke-cache-maintenance");
		});
		awaitNone("bespoke-cache-", "cache-refresh-");
	}

	/**
	 * No list of threads shows the virtual one, which ends with its last task.
	 */
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void anApplicationWithVirtualThreadsLeavesNoOtherEither() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			use(context);
			assertThat(threads()).contains("bespoke-cache-clock");
		});
		awaitNone("bespoke-cache-clock", "cache-refresh-");
	}

	private static void use(ApplicationContext context) {
		for (String name : List.of("queues", "references", "library")) {
			BespokeCache cache = cache(context, name);
			cache.put("key", "value");
			cache.get("key", () -> "other");
			await().until(() -> cache.getStore().statistics().map().evictedByExpiry() > 0);
		}
	}

	/**
	 * The clock of caches that other tests have left goes on until they are garbage.
	 */
	private static void awaitNone(String... prefixes) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			System.gc();
			assertThat(threads()).noneMatch((name) -> Arrays.stream(prefixes).anyMatch(name::startsWith));
		});
	}

	@Test
	void cachesThatAreUsedAfterTheStopStillWork() {
		BespokeCache[] caches = new BespokeCache[1];
		this.contextRunner.run((context) -> caches[0] = cache(context, "references"));
		for (int id = 0; id < 20_000; id++) {
			caches[0].put(id, "value");
		}
		await().until(() -> caches[0].get(1) == null);
		assertThat(caches[0].getStore().size()).isLessThanOrEqualTo(SettingsReader.DEFAULT_MAXIMUM_SIZE);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

}
