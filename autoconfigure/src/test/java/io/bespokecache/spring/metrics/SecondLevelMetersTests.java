package io.bespokecache.spring.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.GivenSecondLevel;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecondLevelMetersTests {

	private static final String PREFIX = "cache.second.level.";

	private static final Path OPERATIONS = Path.of("..", "docs", "operations");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final GivenSecondLevel level = new GivenSecondLevel();

	private final BespokeCacheManager manager = new BespokeCacheManager(this.level.definitions());

	@AfterEach
	void close() {
		this.manager.close();
	}

	private void bind(String name) {
		BespokeCache cache = Objects.requireNonNull(this.manager.getCache(name));
		new BespokeCacheMeterBinder(cache, Tags.of("cache.manager", "cacheManager")).bindTo(this.registry);
	}

	private List<Meter> meters() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith(PREFIX))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "loads, 103", "waits, 104", "overdue, 105", "evictions, 108", "retries, 109", "lost.messages, 111",
			"undecodable, 116", "unshareable, 117", "failures, 118", "skipped, 119", "stale.served, 120" })
	void eachCountHasAMeter(String name, double count) {
		bind(GivenSecondLevel.SHARED);
		assertThat(this.registry.get(PREFIX + name).functionCounter().count()).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "gets, result, hit, 101", "gets, result, miss, 102", "stores, result, stored, 106",
			"stores, result, refused, 107", "flushes, cause, gap, 112", "flushes, cause, missed, 113",
			"flushes, cause, restart, 114", "flushes, cause, clear, 115" })
	void whatCanEndInSeveralWaysIsToldApartByATag(String name, String key, String value, double count) {
		bind(GivenSecondLevel.SHARED);
		assertThat(this.registry.get(PREFIX + name).tag(key, value).functionCounter().count()).isEqualTo(count);
	}

	@Test
	void operationsAreCountedAndTimed() {
		bind(GivenSecondLevel.SHARED);
		FunctionTimer timer = this.registry.get(PREFIX + "operation.time").functionTimer();
		assertThat(timer.count()).isEqualTo(1_000);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_250);
	}

	@ParameterizedTest
	@CsvSource({ "connected, 1, 0", "coherent, 1, 0", "breaker.open, 0, 1", "pending, 0, 7" })
	void theStateIsAGauge(String name, double well, double outOfReach) {
		bind(GivenSecondLevel.SHARED);
		assertThat(this.registry.get(PREFIX + name).gauge().value()).isEqualTo(well);
		this.level.show(GivenSecondLevel.OUT_OF_REACH);
		assertThat(this.registry.get(PREFIX + name).gauge().value()).isEqualTo(outOfReach);
	}

	@Test
	void aCauseThatTheSecondLevelDoesNotTellOfIsZero() {
		this.level.show(GivenSecondLevel.OUT_OF_REACH);
		bind(GivenSecondLevel.SHARED);
		assertThat(this.registry.get(PREFIX + "flushes").functionCounters()).hasSize(4)
			.allSatisfy((flushes) -> assertThat(flushes.count()).isZero());
	}

	@Test
	void eachMeterHasTheTagsOfTheCache() {
		bind(GivenSecondLevel.SHARED);
		List<Tag> tags = this.registry.get("cache.size").meter().getId().getTags();
		assertThat(meters()).isNotEmpty().allSatisfy((meter) -> assertThat(meter.getId().getTags()).containsAll(tags));
	}

	@Test
	void aCacheThatSharesNothingHasNoSuchMeter() {
		bind(GivenSecondLevel.ALONE);
		assertThat(meters()).isEmpty();
	}

	@Test
	void theTableOfMetersNamesEachAndNoOther() throws IOException {
		bind(GivenSecondLevel.SHARED);
		Set<String> documented = new TreeSet<>();
		Pattern.compile("(?m)^\\| `(cache\\.second\\.level\\.[a-z.]+)` \\|")
			.matcher(Files.readString(OPERATIONS.resolve("README.md")))
			.results()
			.map((line) -> line.group(1))
			.forEach(documented::add);
		assertThat(documented).containsExactlyInAnyOrderElementsOf(
				meters().stream().map((meter) -> meter.getId().getName()).distinct().toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana-dashboard.json", "prometheus-alerts.yml" })
	void theFilesForPrometheusAskForNoOther(String file) throws IOException {
		bind(GivenSecondLevel.SHARED);
		List<String> asked = Pattern.compile("cache_second_level_[a-z_]+")
			.matcher(Files.readString(OPERATIONS.resolve(file)))
			.results()
			.map(MatchResult::group)
			.toList();
		assertThat(asked).isNotEmpty().isSubsetOf(meters().stream().flatMap(SecondLevelMetersTests::samples).toList());
	}

	/**
	 * What Prometheus calls the samples of a meter.
	 */
	private static Stream<String> samples(Meter meter) {
		String name = meter.getId().getName().replace('.', '_');
		return switch (meter.getId().getType()) {
			case COUNTER -> Stream.of(name + "_total");
			case TIMER -> Stream.of(name + "_seconds_count", name + "_seconds_sum");
			default -> Stream.of(name);
		};
	}

}
