package io.bespokecache.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.AdviceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the log lines about advice and changes.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheLogTests {

	private static final Advice TOO_SMALL = new Advice(AdviceKind.BOUND_TOO_SMALL, "Half of the look-ups miss.",
			"Each costs 5 ms.", "Double the bound.",
			List.of(new Setting("maximum-size", "20000"), new Setting("workload.expected-entries", "20000")));

	private static final Advice HOT_KEYS = new Advice(AdviceKind.HOT_KEYS, "One key is hot.", "It waits.", "Split it.",
			List.of());

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final CacheLog log = new CacheLog(this.now::get);

	private static BespokeCache cache(String source, String name) {
		CacheDefinition definition = SameDefinition.of(Strategy.CONCURRENT).definition();
		return new SameDefinition(new CacheDefinition(source, definition.workload(), definition.assumed(),
				definition.selection(), definition.loads(), definition.options()))
			.newCache(name);
	}

	private static List<String> lines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("Cache '")).toList();
	}

	@Test
	void anAdviceIsOneLineThatSaysWhatToSetAndWhere(CapturedOutput output) {
		this.log.adviceGiven(cache("bespoke.cache.caches.rates", "rates"), TOO_SMALL);
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("INFO")
			.endsWith("Cache 'rates' (bound-too-small): Half of the look-ups miss. Each costs 5 ms. Double the bound. "
					+ "Set bespoke.cache.caches.rates.maximum-size: 20000, "
					+ "bespoke.cache.caches.rates.workload.expected-entries: 20000");
	}

	@ParameterizedTest
	@CsvSource({ "bespoke.cache.caches.defaults, defaults, bespoke.cache.caches.defaults.maximum-size",
			"bespoke.cache.defaults, -rates, bespoke.cache.caches[-rates].maximum-size",
			"bespoke.cache.defaults, rates, bespoke.cache.caches.rates.maximum-size",
			"bespoke.cache.defaults, com.example.rates, bespoke.cache.caches[com.example.rates].maximum-size",
			"bespoke.cache.caches[rate-*], rate-a, bespoke.cache.caches[rate-*].maximum-size" })
	void aCacheWithoutSettingsOfItsOwnIsAdvisedWhereToSetThem(String source, String name, String property,
			CapturedOutput output) {
		this.log.adviceGiven(cache(source, name), TOO_SMALL);
		assertThat(output).contains("Set " + property + ": 20000");
	}

	@Test
	void aCacheThatNoPropertyDescribesIsAdvisedToSetNone(CapturedOutput output) {
		this.log.adviceGiven(cache("com.example.defaults", "rates"), TOO_SMALL);
		assertThat(lines(output)).singleElement().asString().endsWith("Double the bound.");
	}

	@Test
	void anAdviceWithoutSettingsEndsWithWhatToDo(CapturedOutput output) {
		this.log.adviceGiven(cache("test", "rates"), HOT_KEYS);
		assertThat(lines(output)).singleElement().asString().endsWith("Split it.");
	}

	@Test
	void anAdviceThatComesBackIsLoggedAgainAfterAnHour(CapturedOutput output) {
		BespokeCache rates = cache("test", "rates");
		this.log.adviceGiven(rates, TOO_SMALL);
		this.now.addAndGet(Duration.ofHours(1).toNanos() - 1);
		this.log.adviceGiven(rates, TOO_SMALL);
		assertThat(lines(output)).hasSize(1);
		this.now.incrementAndGet();
		this.log.adviceGiven(rates, TOO_SMALL);
		assertThat(lines(output)).hasSize(2);
		this.log.adviceGiven(rates, TOO_SMALL);
		assertThat(lines(output)).as("at the same moment").hasSize(2);
	}

	@Test
	void anotherAdviceAndAnotherCacheDoNotWait(CapturedOutput output) {
		this.log.adviceGiven(cache("test", "rates"), TOO_SMALL);
		this.log.adviceGiven(cache("test", "rates"), HOT_KEYS);
		this.log.adviceGiven(cache("test", "cities"), TOO_SMALL);
		assertThat(lines(output)).hasSize(3);
	}

	@Test
	void aChangeOfStrategyIsOneLine(CapturedOutput output) {
		this.log.strategyChanged(cache("test", "rates"), new StrategyChange(Strategy.PROMOTING, Strategy.SHARDED,
				"It is written more than declared.", Instant.EPOCH, Duration.ofMillis(35), 1_234));
		this.log.strategyChanged(cache("test", "rates"), new StrategyChange(Strategy.SHARDED, Strategy.SHARDED,
				"An operator asked.", Instant.EPOCH, Duration.ofMillis(1), 1));
		assertThat(lines(output)).hasSize(2);
		assertThat(lines(output).get(0)).endsWith("Cache 'rates': promoting gave way to sharded, 1234 entries were "
				+ "moved in 35 ms. It is written more than declared.");
		assertThat(lines(output).get(1)).contains("sharded took other limits, ");
	}

}
