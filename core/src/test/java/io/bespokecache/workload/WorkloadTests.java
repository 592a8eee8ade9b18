package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import io.bespokecache.map.Strategy.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Workload}: what it accepts and what it requires.
 */
class WorkloadTests {

	@Test
	void aWorkloadOfWhichNothingIsDeclaredIsUnboundedAndMixed() {
		Workload workload = Workload.builder().build();
		assertThat(workload).isEqualTo(new Workload(0.9, Workload.FOREVER, 10_000, BulkNeed.NONE, null, null, null,
				null, false, ReferenceStrength.STRONG, false));
	}

	@Test
	void everythingThatIsDeclaredIsKept() {
		Workload workload = Workload.builder()
			.readRatio(0.95)
			.keyLifetime(Duration.ofMinutes(10))
			.expectedEntries(500)
			.bulk(BulkNeed.NONE)
			.maximumWeight(2_000L)
			.expireAfterWrite(Duration.ofMinutes(20))
			.expireAfterAccess(Duration.ofMinutes(5))
			.build();
		assertThat(workload).isEqualTo(new Workload(0.95, Duration.ofMinutes(10), 500, BulkNeed.NONE, null, 2_000L,
				Duration.ofMinutes(20), Duration.ofMinutes(5), false, ReferenceStrength.STRONG, false));
	}

	@Test
	void aWorkloadThatDiffersFromAnotherHasAllElseInCommon() {
		Workload workload = Workload.builder()
			.readRatio(0.95)
			.keyLifetime(Duration.ofMinutes(10))
			.expectedEntries(500)
			.maximumSize(2_000L)
			.expireAfterWrite(Duration.ofMinutes(20))
			.expireAfterAccess(Duration.ofMinutes(5))
			.variableExpiry(true)
			.values(ReferenceStrength.SOFT)
			.weakKeys(true)
			.build();
		Workload bulk = Workload.builder().bulk(BulkNeed.ATOMIC).build();
		Workload weighed = Workload.builder().maximumWeight(7L).build();
		assertThat(List.of(workload, bulk, weighed))
			.allSatisfy((other) -> assertThat(other.toBuilder().build()).isEqualTo(other));
		assertThat(workload.toBuilder().readRatio(0.5).build())
			.isEqualTo(new Workload(0.5, Duration.ofMinutes(10), 500, BulkNeed.NONE, 2_000L, null,
					Duration.ofMinutes(20), Duration.ofMinutes(5), true, ReferenceStrength.SOFT, true));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, Double.MIN_VALUE, 0.5, 0.99, 1 })
	void everyShareFromZeroToOneIsAReadRatio(double readRatio) {
		assertThat(Workload.builder().readRatio(readRatio).build().readRatio()).isEqualTo(readRatio);
	}

	@Test
	void theSmallestOfEverythingIsAccepted() {
		Duration nanosecond = Duration.ofNanos(1);
		Workload workload = Workload.builder()
			.keyLifetime(nanosecond)
			.expectedEntries(1)
			.maximumSize(1L)
			.expireAfterWrite(nanosecond)
			.build();
		assertThat(workload).isEqualTo(new Workload(0.9, nanosecond, 1, BulkNeed.NONE, 1L, null, nanosecond, null,
				false, ReferenceStrength.STRONG, false));
	}

	@Test
	void anUnboundedCacheOfKeysThatLiveForAnHourIsAccepted() {
		assertThat(Workload.builder().keyLifetime(Duration.ofHours(1)).build().requirements()).isEmpty();
	}

	@Test
	void shortLivedKeysAreAcceptedWhereSomethingDropsThem() {
		Duration minute = Duration.ofMinutes(1);
		assertThat(Workload.builder().keyLifetime(minute).maximumSize(10L).build().requirements())
			.containsExactly(Capability.MAXIMUM_SIZE);
		assertThat(Workload.builder().keyLifetime(minute).maximumWeight(10L).build().requirements())
			.containsExactly(Capability.MAXIMUM_WEIGHT);
		assertThat(Workload.builder().keyLifetime(minute).expireAfterWrite(minute).build().requirements())
			.containsExactly(Capability.EXPIRE_AFTER_WRITE);
		assertThat(Workload.builder().keyLifetime(minute).expireAfterAccess(minute).build().requirements())
			.containsExactly(Capability.EXPIRE_AFTER_ACCESS);
	}

	@Test
	void aBulkNeedIsKeptAndRequired() {
		Workload snapshot = Workload.builder().bulk(BulkNeed.SNAPSHOT).build();
		assertThat(snapshot.bulk()).isEqualTo(BulkNeed.SNAPSHOT);
		assertThat(snapshot.requirements()).containsExactly(Capability.CONSISTENT_SNAPSHOT);
		Workload atomic = Workload.builder().bulk(BulkNeed.ATOMIC).build();
		assertThat(atomic.bulk()).isEqualTo(BulkNeed.ATOMIC);
		assertThat(atomic.requirements()).containsExactly(Capability.ATOMIC_BULK);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void aBulkNeedIsNamedLikeThePropertyThatAsksForItsCapability(BulkNeed bulk) {
		assertThat(Workload.builder().bulk(bulk).build().requirements()).extracting(Capability::id)
			.containsExactly("bulk: " + bulk.id());
	}

	@Test
	void requirementsAreInTheOrderOfTheirDeclaration() {
		Workload workload = Workload.builder()
			.maximumSize(10L)
			.expireAfterWrite(Duration.ofMinutes(2))
			.expireAfterAccess(Duration.ofMinutes(1))
			.build();
		assertThat(workload.requirements()).containsExactly(Capability.MAXIMUM_SIZE, Capability.EXPIRE_AFTER_WRITE,
				Capability.EXPIRE_AFTER_ACCESS);
	}

	@Test
	void anIdleTimeJustUnderTheTimeToLiveIsAccepted() {
		Duration timeToLive = Duration.ofMinutes(1);
		Duration idleTime = timeToLive.minusNanos(1);
		assertThat(
				Workload.builder().expireAfterWrite(timeToLive).expireAfterAccess(idleTime).build().expireAfterAccess())
			.isEqualTo(idleTime);
	}

}
