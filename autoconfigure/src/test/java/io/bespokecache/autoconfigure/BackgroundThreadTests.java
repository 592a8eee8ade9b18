package io.bespokecache.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.bespokecache.spring.BespokeCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.bespokecache.spring.Caches.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The threads that work for caches, and their end. All caches of a virtual machine share
 * some of them, so what becomes of them shows in a process of its own.
 */
class BackgroundThreadTests {

	private static final String CLOCK = "bespoke-cache-clock";

	private static final String MAINTENANCE = "bespoke-cache-maintenance";

	private static final String REVIEW = "bespoke-cache-review";

	private static final String REFRESH = "cache-refresh-1";

	@Test
	void anApplicationThatHasStoppedLeavesNoThread() throws Exception {
		String output = outputOfStoppedApplication();
		assertThat(working(output)).as(output)
			.hasValueSatisfying((threads) -> assertThat(threads).contains(CLOCK, MAINTENANCE, REVIEW, REFRESH));
		assertThat(left(output)).as(output).hasValue(List.of());
	}

	/**
	 * No list of threads shows the virtual one, which ends with its last task.
	 */
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void anApplicationWithVirtualThreadsLeavesNoOtherEither() throws Exception {
		String output = outputOfStoppedApplication("spring.threads.virtual.enabled=true");
		assertThat(working(output)).as(output)
			.hasValueSatisfying((threads) -> assertThat(threads).contains(CLOCK).doesNotContain(MAINTENANCE, REVIEW));
		assertThat(left(output)).as(output).hasValue(List.of());
	}

	private static Optional<List<String>> working(String output) {
		return StoppedApplication.namesAfter(StoppedApplication.WORKING, output);
	}

	private static Optional<List<String>> left(String output) {
		return StoppedApplication.namesAfter(StoppedApplication.LEFT, output);
	}

	private static String outputOfStoppedApplication(String... properties) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), StoppedApplication.class.getName());
		builder.command().addAll(List.of(properties));
		Process process = builder.redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

	@Test
	void cachesThatAreUsedAfterTheStopStillWork() {
		BespokeCache[] caches = new BespokeCache[1];
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withInitializer(new YamlConfiguration("""
					caches:
					  references: { strategy: lru-reference, values: soft, expire-after-write: 1ms, expiry-jitter: 0 }
					"""))
			.run((context) -> caches[0] = cache(context, "references"));
		for (int id = 0; id < 20_000; id++) {
			caches[0].put(id, "value");
		}
		await().until(() -> caches[0].get(1) == null);
		assertThat(caches[0].getStore().size()).isLessThanOrEqualTo(SettingsReader.DEFAULT_MAXIMUM_SIZE);
	}

}
