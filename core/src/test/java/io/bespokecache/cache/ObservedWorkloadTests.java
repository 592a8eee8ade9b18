package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.ObservedWorkload;
import io.bespokecache.workload.ObservedWorkload.KeyLifetime;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is observed of made-up use, compared to the truth.
 */
class ObservedWorkloadTests {

	private static final double POINT = 0.01;

	private static final double LIFETIME_ERROR = 0.15;

	private static final double WORKING_SET_ERROR = 0.10;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void referenceDataIsOfUseForAtLeastAsLongAsItIsObserved(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		while (use.now() < 1_200) {
			use.advanceTo(use.now() + use.exponential(1 / 50.0));
			use.read(use.random().nextInt(300));
		}
		ObservedWorkload observed = observed(use);
		assertThatUseIsTrue(observed, use);
		assertThat(observed.workingSet()).isEqualTo(300);
		KeyLifetime lifetime = lifetime(observed);
		assertThat(lifetime.atLeast()).isTrue();
		assertThat(lifetime.median()).isGreaterThan(Duration.ofMinutes(18));
		assertThat(observed.skew()).isNotNull().isLessThan(0.2);
		assertThat(observed.hottestKeyShare()).isLessThan(0.03);
		assertThat(observed.oneHitShare()).isZero();
		assertThat(observed.seenHits()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void entitiesLiveForAsLongAsTheyDo(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		use.generations(2, 10, (draw) -> draw.logNormal(300, 1), 7_200);
		assertThatUseIsTrue(observed(use), use);
		assertThatLifetimeIsTrue(observed(use), use);
		assertThat(observed(use).newKeysPerSecond()).isCloseTo(2, within(0.3));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void rareUseOfLongLivedKeysIsObservedForLonger(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		use.generations(0.5, 60, (draw) -> draw.logNormal(3_600, 0.7), 36_000);
		assertThatUseIsTrue(observed(use), use);
		assertThatLifetimeIsTrue(observed(use), use);
		assertThat(observed(use).period()).isGreaterThan(Duration.ofMinutes(15));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void sessionsAreShort(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		use.generations(20, 3, (draw) -> draw.exponential(60), 2_400);
		assertThatUseIsTrue(observed(use), use);
		assertThatLifetimeIsTrue(observed(use), use);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void keysOfAScanAreUsedOnce(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		while (use.now() < 1_200) {
			use.advanceTo(use.now() + use.exponential(1 / 200.0));
			use.read((use.random().nextInt(4) == 0) ? -1 - use.random().nextInt(1_000) : use.newKey());
		}
		ObservedWorkload observed = observed(use);
		assertThatUseIsTrue(observed, use);
		assertThat(lifetime(observed).median()).isZero();
		assertThat(observed.oneHitShare()).isGreaterThan(0.95);
	}

	@ParameterizedTest
	@CsvSource({ "0.6, 1", "0.6, 2", "0.99, 1", "0.99, 2", "1.2, 1", "1.2, 2" })
	void skewedUseOfManyKeysIsSampled(double exponent, long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		ZipfKeys keys = new ZipfKeys(200_000, exponent, use.random());
		while (use.now() < 600) {
			use.advanceTo(use.now() + use.exponential(1 / 2_000.0));
			use.read(keys.next());
		}
		ObservedWorkload observed = observed(use);
		assertThatUseIsTrue(observed, use);
		assertThat(lifetime(observed).atLeast()).isTrue();
		assertThat(observed.skew()).isNotNull().isCloseTo(exponent, within(0.4));
		assertThat(observed.hottestKeyShare()).isCloseTo(keys.hottestShare(), within(0.02));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void ofFrequentUseAPartIsSeen(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		use.generations(0.5, 0.001, (draw) -> draw.logNormal(60, 0.5), 500);
		ObservedWorkload observed = observed(use);
		assertThat(observed.seenHits()).isLessThan(0.5);
		assertThatUseIsTrue(observed, use);
		assertThatLifetimeIsTrue(observed, use);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void ofFrequentUseOfManyKeysAPartIsSeen(long seed) {
		GeneratedUse use = GeneratedUse.of(builder(), seed);
		while (use.now() < 60) {
			use.advanceTo(use.now() + use.exponential(1 / 50_000.0));
			use.read(use.random().nextInt(200_000));
		}
		ObservedWorkload observed = observed(use);
		assertThat(observed.seenHits()).isLessThan(0.6);
		assertThatUseIsTrue(observed, use);
	}

	@Test
	void putsAndRemovalsAreWritesAndUse() {
		GeneratedUse use = GeneratedUse.of(builder(), 1);
		for (int second = 1; second <= 100; second++) {
			use.advanceTo(second);
			use.write(second % 10);
			use.read(second % 10);
			use.read(second % 10);
		}
		ObservedWorkload observed = observed(use);
		assertThatUseIsTrue(observed, use);
		assertThat(observed.readRatio()).isEqualTo(2 / 3.0, within(POINT));
		assertThat(observed.workingSet()).isEqualTo(10);
	}

	@Test
	void loadsAreTimedAndThoseThatCameWithNothingCounted() throws Exception {
		GeneratedUse use = GeneratedUse.of(builder().negative((value) -> value.equals(-1L)), 1);
		for (long key = 0; key < 100; key++) {
			long value = (key % 4 == 0) ? -1 : key;
			double start = use.now();
			use.cache().get(key, () -> {
				use.advanceTo(start + 0.5);
				return value;
			});
		}
		ObservedWorkload observed = observed(use);
		assertThat(observed.negativeShare()).isCloseTo(0.25, within(0.05));
		assertThat(observed.loadTime()).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void nothingIsKnownBeforeTheFirstWindowHasPassed() {
		GeneratedUse use = GeneratedUse.of(builder(), 1);
		use.read(1);
		use.advanceTo(9);
		assertThat(use.cache().observed()).isNull();
		use.advanceTo(10);
		assertThat(observed(use).reads()).isOne();
	}

	@Test
	void aCacheThatIsNotUsedIsNotObserved() {
		GeneratedUse use = GeneratedUse.of(builder(), 1);
		use.advanceTo(100);
		assertThat(use.cache().observed()).isNull();
	}

	@Test
	void aCacheWhoseUseIsNotToBeObservedIsNot() {
		GeneratedUse use = GeneratedUse.of(builder().adaptivity(Adaptivity.OFF), 1);
		for (int second = 1; second <= 100; second++) {
			use.advanceTo(second);
			use.read(second);
		}
		assertThat(use.cache().observed()).isNull();
		assertThat(use.cache().advice()).isEmpty();
	}

	private static LocalCache.Builder<Long, Long> builder() {
		return LocalCache.builder("observed", Workload.builder().maximumSize(10_000_000L).build());
	}

	private static ObservedWorkload observed(GeneratedUse use) {
		return known(use.cache().observed());
	}

	private static KeyLifetime lifetime(ObservedWorkload observed) {
		return known(observed.keyLifetime());
	}

	private static <T> T known(@Nullable T value) {
		assertThat(value).isNotNull();
		if (value == null) {
			throw new AssertionError();
		}
		return value;
	}

	private static void assertThatUseIsTrue(ObservedWorkload observed, GeneratedUse use) {
		assertThat(observed.readRatio()).as("read ratio").isCloseTo(use.trueReadRatio(), within(POINT));
		double workingSet = use.trueWorkingSet(observed.period());
		assertThat((double) observed.workingSet()).as("working set")
			.isCloseTo(workingSet, within(WORKING_SET_ERROR * workingSet));
	}

	private static void assertThatLifetimeIsTrue(ObservedWorkload observed, GeneratedUse use) {
		double median = use.trueMedianLifetime().toMillis();
		assertThat((double) lifetime(observed).median().toMillis()).as("median lifetime")
			.isCloseTo(median, within(LIFETIME_ERROR * median));
		assertThat(lifetime(observed).atLeast()).isFalse();
	}

}
