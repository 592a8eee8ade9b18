package io.bespokecache.spring;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What is told of values that take half of a region of the G1 collector or more.
 */
@ExtendWith(OutputCaptureExtension.class)
class LargeValueTests {

	/** Half of the largest region that G1 chooses by itself, and more. */
	private static final int LARGE = 17 << 20;

	private static BespokeCache cache(String name, LoadPolicy loads) {
		Workload workload = Workload.builder().maximumSize(10L).expireAfterWrite(Duration.ofHours(1)).build();
		return new SameDefinition(new CacheDefinition("test", workload, Set.of(),
				StrategySelector.override(workload, Strategy.LRU_REFERENCE), loads, CacheOptions.DEFAULTS))
			.newCache(name);
	}

	private static long largeValues(BespokeCache cache) {
		return cache.getStore().statistics().map().largeValues();
	}

	@Test
	void theFirstIsLoggedInOneLineAndFurtherOnesAreOnlyCounted(CapturedOutput output) {
		BespokeCache cache = cache("albums", LoadPolicy.NONE);
		cache.put("small", new byte[100]);
		cache.put("a cover\r\nof two lines", new byte[LARGE]);
		assumeThat(largeValues(cache)).as("the collector is G1").isPositive();
		cache.put("another", new byte[LARGE]);
		assertThat(largeValues(cache)).isEqualTo(2);
		await().untilAsserted(() -> assertThat(linesAbout("albums", output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("WARN", "'a cover  of two lines'", "17,825,808 bytes",
					"half of a region", "-XX:G1HeapRegionSize", "cache.large.values")));
		cache.put("a third", new byte[LARGE]);
		assertThat(largeValues(cache)).isEqualTo(3);
		assertThat(linesAbout("albums", output)).hasSize(1);
	}

	@Test
	void aCacheThatKeepsDeadlinesBesideItsValuesTellsOfThemToo(CapturedOutput output) {
		BespokeCache cache = cache("portraits", new LoadPolicy(null, Duration.ofMinutes(1), Duration.ofMinutes(1)));
		cache.put("small", new byte[100]);
		assertThat(largeValues(cache)).isZero();
		cache.put("large", new byte[LARGE]);
		assumeThat(largeValues(cache)).as("the collector is G1").isPositive();
		await().untilAsserted(() -> assertThat(linesAbout("portraits", output)).hasSize(1));
	}

	private static List<String> linesAbout(String cache, CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("'" + cache + "'")).toList();
	}

	@Test
	void oneForWhichThereIsNoThreadLeavesTheLineToTheNext(CapturedOutput output) {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>(new RejectedExecutionException("full"));
		LargeValueLog log = new LargeValueLog("posters", failing(failure));
		log.accept("first", LARGE);
		failure.set(new OutOfMemoryError("unable to create native thread"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> log.accept("second", LARGE));
		failure.set(new IllegalStateException("stopped"));
		assertThatIllegalStateException().isThrownBy(() -> log.accept("third", LARGE));
		assertThat(linesAbout("posters", output)).isEmpty();
		failure.set(null);
		log.accept("fourth", LARGE);
		log.accept("fifth", LARGE);
		assertThat(linesAbout("posters", output)).singleElement().asString().contains("'fourth'");
	}

	@Test
	void oneWhoseLineCannotBeWrittenLeavesTheLineToTheNext(CapturedOutput output) {
		LargeValueLog log = new LargeValueLog("banners", Runnable::run);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> log.accept(new Endless(), LARGE));
		log.accept("second", LARGE);
		log.accept("third", LARGE);
		assertThat(linesAbout("banners", output)).singleElement().asString().contains("'second'");
	}

	private static Executor failing(AtomicReference<@Nullable Throwable> failure) {
		return (task) -> {
			if (failure.get() instanceof RuntimeException ex) {
				throw ex;
			}
			if (failure.get() instanceof Error ex) {
				throw ex;
			}
			task.run();
		};
	}

	@Test
	void aKeyIsShownInOneLineOfAtMostAHundredCharacters() {
		assertThat(LargeValueLog.text(7L)).isEqualTo("7");
		assertThat(LargeValueLog.text("a\nb\tc\u001b[31md\u2028e\u0085f\u202eg")).isEqualTo("a b c [31md e f g");
		assertThat(LargeValueLog.text("x".repeat(100))).isEqualTo("x".repeat(100));
		assertThat(LargeValueLog.text("x".repeat(101))).isEqualTo("x".repeat(100) + "...");
	}

	@Test
	void aKeyIsNotCutInsideACharacter() {
		assertThat(LargeValueLog.text("x".repeat(99) + "\ud83d\ude00")).isEqualTo("x".repeat(99) + "...");
		assertThat(LargeValueLog.text("x".repeat(98) + "\ud83d\ude00")).isEqualTo("x".repeat(98) + "\ud83d\ude00");
	}

	@Test
	void aKeyThatCannotBeShownIsNamedByItsType() {
		assertThat(LargeValueLog.text(new Unspeakable())).contains(Unspeakable.class.getName());
	}

	private static final class Endless {

		@Override
		public String toString() {
			throw new StackOverflowError("of the key");
		}

	}

	private static final class Unspeakable {

		@Override
		public String toString() {
			throw new IllegalStateException("of the key");
		}

	}

}
