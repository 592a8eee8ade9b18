package io.bespokecache.cache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of who decides what becomes of a {@link Flight}'s value.
 */
class FlightTests {

	private final Flight<String> flight = new Flight<>();

	@Test
	void aFlightThatIsPublishingCannotBeDetached() {
		assertThat(this.flight.startPublishing()).isTrue();
		assertThat(this.flight.detach()).isFalse();
	}

	@Test
	void aDetachedFlightIsNotPublished() {
		assertThat(this.flight.detach()).isTrue();
		assertThat(this.flight.startPublishing()).isFalse();
	}

	@Test
	void everyWriterOfADetachedFlightIsToldThatItIs() {
		assertThat(this.flight.detach()).isTrue();
		assertThat(this.flight.detach()).isTrue();
	}

	@Test
	void aFlightIsOwnedByTheThreadThatLoadsUntilItLandsOrGoesOnWithoutOne() {
		assertThat(this.flight.isOwnedBy(Thread.currentThread())).isTrue();
		this.flight.disown();
		assertThat(this.flight.isOwnedBy(Thread.currentThread())).isFalse();
		assertThat(this.flight.startPublishing()).isTrue();
		assertThat(this.flight.isOwnedBy(Thread.currentThread())).isTrue();
		this.flight.complete("value");
		assertThat(this.flight.isOwnedBy(Thread.currentThread())).isFalse();
	}

	@Test
	void theLandingOfAFlightIsAwaitedInSpiteOfAnInterruptWhichIsKept() throws Exception {
		Caller<Boolean> writer = Caller.of(() -> {
			this.flight.awaitLanding();
			return this.flight.isReleasable() && Thread.currentThread().isInterrupted();
		}).onceItIsBlocked();
		writer.interrupt();
		this.flight.complete("value");
		assertThat(writer.result()).isTrue();
	}

}
