package io.bespokecache.shared;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In no order of steps does anything stay stale. The protocol is the real code, over an
 * engine in memory; what is often built instead is a model, and the search finds what is
 * wrong with it.
 * <p>
 * With all scenarios:
 * {@code ./mvnw -pl core test -Dtest=InterleavingTests -Dbespokecache.effort=10}
 */
class InterleavingTests {

	private static Interleavings none(Supplier<Interleavings.Scenario> scenario) {
		Interleavings found = Interleavings.of(scenario);
		assertThat(found.staleEnds()).as(found.toString()).isZero();
		assertThat(found.ends()).as(found.toString()).isGreaterThan(1);
		return found;
	}

	private static void some(Supplier<Interleavings.Scenario> scenario) {
		Interleavings found = Interleavings.of(scenario);
		assertThat(found.staleEnds()).as(found.toString()).isPositive();
		assertThat(found.staleEnds()).as(found.toString()).isLessThan(found.ends());
	}

	@Test
	void readersInTwoProcessesAndAWriterLeaveNothingStale() {
		Interleavings found = none(() -> new ProtocolScenario(2).reader(0).reader(1).writer(0, "we"));
		assertThat(found.states()).isGreaterThan(1_000);
	}

	@Test
	@EnabledIfSystemProperty(named = "bespokecache.effort", matches = "\\d\\d+")
	void neitherWhereTheyReadBeforeTheyClaim() {
		none(() -> new ProtocolScenario(2).readingFirst().reader(0).reader(1).writer(0, "we"));
	}

	@Test
	void neitherWhereOneReadsBeforeItClaims() {
		none(() -> new ProtocolScenario(2).readingFirst().reader(0).writer(1, "we"));
	}

	@Test
	void neitherWhereTheValueWasThereBefore() {
		none(() -> new ProtocolScenario(2).warm().reader(0).reader(1).writer(1, "we"));
	}

	@Test
	void neitherWhereTheValueWasThereBeforeAndIsRead() {
		none(() -> new ProtocolScenario(2).warm().readingFirst().reader(0).reader(1).writer(1, "we"));
	}

	@Test
	void neitherWithTwoWriters() {
		none(() -> new ProtocolScenario(2).reader(0).writer(0, "we").writer(1, "we"));
	}

	@Test
	@EnabledIfSystemProperty(named = "bespokecache.effort", matches = "\\d\\d+")
	void neitherWithTwoWritersWhereTheReaderReadsBeforeItClaims() {
		none(() -> new ProtocolScenario(2).readingFirst().reader(0).writer(0, "we").writer(1, "we"));
	}

	@Test
	void neitherWhereALeaseEndsEarly() {
		none(() -> new ProtocolScenario(2).reader(0).writer(1, "we").endingLeases(1));
	}

	@Test
	void neitherWhereAnAnnouncementIsLostAndAHeartbeatFollows() {
		none(() -> new ProtocolScenario(2).reader(1).writer(0, "we").losing(1).withHeartbeat());
	}

	@Test
	void neitherWhereItIsLostForOneWhoReadsBeforeItClaims() {
		none(() -> new ProtocolScenario(2).readingFirst().reader(1).writer(0, "we").losing(1).withHeartbeat());
	}

	@Test
	@EnabledIfSystemProperty(named = "bespokecache.effort", matches = "\\d\\d+")
	void neitherWhereALeaseEndsEarlyForTwoReaders() {
		none(() -> new ProtocolScenario(2).reader(0).reader(1).writer(1, "we").endingLeases(1));
	}

	@Test
	@EnabledIfSystemProperty(named = "bespokecache.effort", matches = "\\d\\d+")
	void neitherWhereAnAnnouncementToOneOfTwoReadersIsLostAndAHeartbeatFollows() {
		none(() -> new ProtocolScenario(2).reader(0).reader(1).writer(0, "we").losing(1).withHeartbeat());
	}

	@Test
	void whereAnAnnouncementIsLostWithoutAHeartbeatSomethingMayStayStale() {
		some(() -> new ProtocolScenario(2).warm().reader(1).writer(0, "we").losing(1));
	}

	@Test
	void anEvictionBeforeTheCommitAloneIsNotEnough() {
		some(() -> new ProtocolScenario(2).reader(1).writer(0, "ew"));
	}

	@Test
	void anEvictionBeforeTheCommitAndOneAfterAre() {
		none(() -> new ProtocolScenario(2).reader(1).writer(0, "ewe"));
	}

	@Test
	void getThenPutLeavesStaleValues() {
		some(() -> new NaiveScenario(false, false).reader(0).reader(1).writer(0));
	}

	@Test
	void stampsAloneLeaveStaleValues() {
		some(() -> new NaiveScenario(true, false).reader(0).reader(1).writer(0));
	}

	@Test
	void leasesAloneLeaveStaleValues() {
		some(() -> new NaiveScenario(false, true).reader(0).reader(1).writer(0));
	}

	@Test
	void stampsAndLeasesTogetherLeaveNone() {
		none(() -> new NaiveScenario(true, true).reader(0).reader(1).writer(0));
	}

}
