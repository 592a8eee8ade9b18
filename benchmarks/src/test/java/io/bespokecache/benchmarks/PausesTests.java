package io.bespokecache.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTests {

	private final Pauses pauses = new Pauses();

	@Test
	void anIntervalIsCutByThePausesThatItOverlaps() {
		this.pauses.add(100, 200);
		this.pauses.add(300, 400);
		assertThat(this.pauses.within(150, 350)).isEqualTo(100);
		assertThat(this.pauses.within(0, 1_000)).isEqualTo(200);
		assertThat(this.pauses.within(200, 300)).isZero();
		assertThat(this.pauses.within(120, 130)).isEqualTo(10);
	}

	@Test
	void pausesThatOverlapCountOnce() {
		this.pauses.add(100, 200);
		this.pauses.add(300, 400);
		this.pauses.add(150, 350);
		this.pauses.add(160, 170);
		assertThat(this.pauses.within(0, 1_000)).isEqualTo(300);
	}

	@Test
	void theLogOfSafepointsIsUnderstood() {
		this.pauses.addSafepoints(List.of(
				"[5000000ns] Safepoint \"G1CollectForAllocation\", Time since last: 23 ns, "
						+ "Reaching safepoint: 100000 ns, At safepoint: 1000000 ns, Total: 1100000 ns",
				"[9000000ns] Safepoint \"ICBufferFull\", Time since last: 23 ns, Reaching safepoint: 100000 ns, "
						+ "At safepoint: 20000 ns, Leaving safepoint: 3000 ns, Total: 123000 ns",
				"[9000000ns] Entering safepoint region: ICBufferFull"));
		assertThat(this.pauses.within(0, 6_000_000)).isEqualTo(1_000_000);
		assertThat(this.pauses.within(6_000_000, 10_000_000)).isEqualTo(23_000);
	}

}
