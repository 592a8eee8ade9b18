package io.bespokecache.workload;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests of what {@link Workload} refuses, and of how it says so.
 */
class WorkloadRefusalTests {

	@ParameterizedTest
	@CsvSource({ "-0.1", "1.1", "99.0", "NaN", "Infinity", "-Infinity" })
	void aReadRatioOutsideZeroToOneIsRefused(double readRatio) {
		assertRefused((workload) -> workload.readRatio(readRatio), "read-ratio", String.valueOf(readRatio),
				"is not a share of all calls",
				"Give a number from 0 (only writes) to 1 (only reads), for example 0.95.");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT-1S, -1s", "PT-0.000000001S, PT-0.000000001S" })
	void aKeyLifetimeOfNothingIsRefused(Duration keyLifetime, String text) {
		assertNotALengthOfTime((workload) -> workload.maximumSize(1L).keyLifetime(keyLifetime), "key-lifetime", text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT-1M, -1m" })
	void anExpiryOfNothingAfterWriteIsRefused(Duration expiry, String text) {
		assertNotALengthOfTime((workload) -> workload.expireAfterWrite(expiry), "expire-after-write", text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT-1M, -1m" })
	void anExpiryOfNothingAfterAccessIsRefused(Duration expiry, String text) {
		assertNotALengthOfTime((workload) -> workload.expireAfterAccess(expiry), "expire-after-access", text);
	}

	private static void assertNotALengthOfTime(UnaryOperator<Workload.Builder> declaration, String property,
			String value) {
		assertRefused(declaration, property, value, "is not a length of time",
				"Give a duration of more than zero, for example 10m.");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void countsAndBoundsUnderOneAreRefused(long number) {
		assertLessThanOne((workload) -> workload.expectedEntries(number), "expected-entries", number);
		assertLessThanOne((workload) -> workload.maximumSize(number), "maximum-size", number);
		assertLessThanOne((workload) -> workload.maximumWeight(number), "maximum-weight", number);
	}

	private static void assertLessThanOne(UnaryOperator<Workload.Builder> declaration, String property, long value) {
		assertRefused(declaration, property, String.valueOf(value), "is less than 1", "Give a whole number from 1 up.");
	}

	@Test
	void twoBoundsAreRefused() {
		assertRefused((workload) -> workload.maximumSize(100L).maximumWeight(200L), "maximum-weight", "200",
				"contradicts maximum-size (100): a cache has one bound",
				"Keep the one that limits what you care about, and remove the other.");
	}

	@ParameterizedTest
	@CsvSource({ "PT10M, 10m", "PT15M, 15m" })
	void anIdleTimeThatTheTimeToLiveAlwaysPrecedesIsRefused(Duration idleTime, String text) {
		assertRefused((workload) -> workload.expireAfterWrite(Duration.ofMinutes(10)).expireAfterAccess(idleTime),
				"expire-after-access", text, "never takes effect, because expire-after-write (10m) always comes first",
				"Make it shorter than expire-after-write, or remove it.");
	}

	@ParameterizedTest
	@CsvSource({ "PT1M, 1m", "PT59M59.999S, 3599999ms" })
	void anUnboundedCacheOfShortLivedKeysIsRefused(Duration keyLifetime, String text) {
		assertRefused((workload) -> workload.keyLifetime(keyLifetime), "key-lifetime", text,
				"is short, and the cache is unbounded and expires nothing: keys that are no longer of use would pile "
						+ "up until memory ends",
				"Set maximum-size or expire-after-write, or declare a key-lifetime of at least 1h.");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void aBulkNeedOfACacheThatDropsEntriesIsRefused(BulkNeed bulk) {
		assertNotCombined(bulk, (workload) -> workload.maximumSize(100L));
		assertNotCombined(bulk, (workload) -> workload.maximumWeight(100L));
		assertNotCombined(bulk, (workload) -> workload.expireAfterWrite(Duration.ofMinutes(1)));
		assertNotCombined(bulk, (workload) -> workload.expireAfterAccess(Duration.ofMinutes(1)));
		assertNotCombined(bulk, (workload) -> workload.variableExpiry(true));
		assertNotCombined(bulk, (workload) -> workload.values(ReferenceStrength.SOFT));
		assertNotCombined(bulk, (workload) -> workload.values(ReferenceStrength.WEAK));
		assertNotCombined(bulk, (workload) -> workload.weakKeys(true));
	}

	@Test
	void whatWouldHaveToBeKeptBesideAWeakValueIsRefused() {
		assertRefused(
				(workload) -> workload.values(ReferenceStrength.WEAK)
					.variableExpiry(true)
					.expireAfterAccess(Duration.ofMinutes(1)),
				"values", "weak",
				"cannot be combined with both expire-after-access and times to live of single entries, which have to "
						+ "be kept beside each value",
				"Remove one of them, or set values to soft or strong.");
	}

	private static void assertNotCombined(BulkNeed bulk, UnaryOperator<Workload.Builder> declaration) {
		assertRefused((workload) -> declaration.apply(workload).bulk(bulk), "bulk", bulk.id(),
				"cannot be combined with a bound, an expiry, or soft or weak references: no strategy offers it to a "
						+ "cache that drops entries by itself",
				"Remove those, or declare bulk: none.");
		Set<Capability> needed = declaration.apply(Workload.builder()).build().requirements();
		needed.addAll(Workload.builder().bulk(bulk).build().requirements());
		assertThat(Strategy.values()).noneMatch((strategy) -> strategy.capabilities().containsAll(needed));
	}

	@Test
	@SuppressWarnings("NullAway") // a caller that is not checked for nulls
	void aMissingKeyLifetimeIsRefused() {
		Workload.Builder builder = Workload.builder().keyLifetime(null);
		assertThatNullPointerException().isThrownBy(builder::build).withMessage("keyLifetime");
	}

	@Test
	@SuppressWarnings("NullAway") // a caller that is not checked for nulls
	void aMissingBulkNeedIsRefused() {
		Workload.Builder builder = Workload.builder().bulk(null);
		assertThatNullPointerException().isThrownBy(builder::build).withMessage("bulk");
	}

	private static void assertRefused(UnaryOperator<Workload.Builder> declaration, String property, String value,
			String problem, String remedy) {
		Workload.Builder builder = declaration.apply(Workload.builder());
		ObjectAssert<InvalidWorkloadException> refusal = assertThatThrownBy(builder::build)
			.asInstanceOf(InstanceOfAssertFactories.type(InvalidWorkloadException.class));
		refusal
			.extracting(InvalidWorkloadException::property, InvalidWorkloadException::value,
					InvalidWorkloadException::problem, InvalidWorkloadException::remedy)
			.containsExactly(property, value, problem, remedy);
		refusal.extracting(Throwable::getMessage).isEqualTo(property + " (" + value + ") " + problem + ". " + remedy);
		assertThat(remedy).endsWith(".");
	}

}
