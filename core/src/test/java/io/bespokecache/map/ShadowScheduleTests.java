package io.bespokecache.map;

import io.bespokecache.map.ShadowSchedule.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * When shadows simulate what.
 */
class ShadowScheduleTests {

	private static final int ENTRIES = 100;

	private static final int WINDOW = 64 * ENTRIES;

	/** One in {@value #PART} of the keys is sampled. */
	private static final int PART = 4;

	private final ShadowSchedule schedule = new ShadowSchedule(ENTRIES, 1.0 / PART);

	private long accesses;

	@Test
	void itBeginsWithAWindowOfWhichAllCounts() {
		assertThat(this.schedule.phase()).isEqualTo(Phase.WINDOW);
		for (int misses = 0; misses < WINDOW; misses++) {
			assertThat(this.schedule.isCounted()).isTrue();
			assertThat(this.schedule.isOver(false)).isFalse();
			this.schedule.missed();
		}
		assertThat(this.schedule.isOver(false)).isTrue();
		assertThat(this.schedule.missesACountedOne()).isEqualTo(1);
	}

	@Test
	void theFirstPausesAreShort() {
		assertThat(untilNextWindow(false)).isCloseTo(WINDOW + WINDOW / 2, within(20L));
		assertThat(untilNextWindow(false)).isCloseTo(WINDOW + 5 * WINDOW / 4, within(20L));
	}

	@Test
	void inTheEndOneAccessInTwoHundredAndFiftySixIsSimulated() {
		for (int round = 0; round < 20; round++) {
			untilNextWindow(false);
		}
		assertThat((double) PART * untilNextWindow(false) / WINDOW).isCloseTo(256, within(1.0));
	}

	@Test
	void aPauseHasTheWeightOfItsMisses() {
		run(Phase.PAUSE, false);
		assertThat(this.schedule.missesACountedOne()).isEqualTo(1);
		run(Phase.WINDOW, false);
		run(Phase.PAUSE, false);
		// Of the second window 400 misses do not count.
		assertThat(this.schedule.missesACountedOne()).isCloseTo(WINDOW / (WINDOW - 400.0), within(0.01));
		for (int told = 0; told < WINDOW / ShadowSchedule.PART_IN_PAUSES; told++) {
			this.schedule.missed();
		}
		assertThat(this.schedule.missesACountedOne()).isCloseTo(2 * WINDOW / (WINDOW - 400.0), within(0.01));
	}

	@Test
	void nothingCountsUntilMiniaturesThatHaveSleptAreWarm() {
		untilNextWindow(false);
		for (int misses = 0; misses < 400; misses++) {
			assertThat(this.schedule.isCounted()).isFalse();
			this.schedule.missed();
		}
		assertThat(this.schedule.isCounted()).isTrue();
	}

	@Test
	void aChoiceIsLookedAtInPauses() {
		for (int round = 0; round < 10; round++) {
			untilNextWindow(false);
		}
		run(Phase.PAUSE, true);
		run(Phase.DEFENCE, true);
		assertThat(this.schedule.isCounted()).isFalse();
		run(Phase.PAUSE, true);
		run(Phase.DEFENCE, true);
	}

	@Test
	void aWindowIsNeverClosedWhereFewKeysAreSampled() {
		ShadowSchedule thin = new ShadowSchedule(ENTRIES, 0.001);
		for (int misses = 0; misses < 10 * WINDOW; misses++) {
			thin.missed();
			assertThat(thin.isOver(true)).isFalse();
		}
		assertThat(thin.isCounted()).isTrue();
	}

	/** Misses of sampled keys from the beginning of a window to that of the next one. */
	private long untilNextWindow(boolean decided) {
		long before = this.accesses;
		run(Phase.PAUSE, decided);
		run(Phase.WINDOW, decided);
		return this.accesses - before;
	}

	/** Goes on until a phase begins. */
	private void run(Phase phase, boolean decided) {
		do {
			this.accesses += (this.schedule.phase() == Phase.PAUSE) ? ShadowSchedule.PART_IN_PAUSES : 1;
			this.schedule.missed();
			if (this.schedule.isOver(decided)) {
				this.schedule.enter(this.schedule.next());
			}
		}
		while (this.schedule.phase() != phase);
	}

}
