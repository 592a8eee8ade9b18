package io.bespokecache.map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromotionPolicyTests {

	private final PromotionPolicy policy = new PromotionPolicy();

	@Test
	void thePriceGrowsWithTheEntriesToCopy() {
		long small = this.policy.price(1_000);
		long large = this.policy.price(1_000_000);
		assertThat(small).isBetween(1_000L, 10_000L);
		assertThat(large).isBetween(500 * small, 1_000 * small);
	}

	@Test
	void aTinyMapPaysForTheHandOver() {
		assertThat(this.policy.price(1)).isGreaterThan(100);
	}

	@Test
	void thePriceDoublesEachTimeMostPromotedKeysAreDead() {
		long price = this.policy.price(1_000);
		for (int times = 2; times <= PromotionPolicy.MAXIMUM_PATIENCE; times *= 2) {
			judge(100, 49);
			assertThat(this.policy.price(1_000)).isEqualTo(times * price);
		}
		judge(100, 0);
		assertThat(this.policy.price(1_000)).isEqualTo(PromotionPolicy.MAXIMUM_PATIENCE * price);
	}

	@Test
	void thePriceHalvesEachTimeHalfOfThePromotedKeysAreAlive() {
		long price = this.policy.price(1_000);
		judge(100, 0);
		judge(100, 0);
		judge(100, 50);
		assertThat(this.policy.price(1_000)).isEqualTo(2 * price);
		judge(100, 100);
		judge(100, 100);
		assertThat(this.policy.price(1_000)).isEqualTo(price);
	}

	@Test
	void eachPromotionIsJudgedOnce() {
		assertThat(this.policy.isJudgementDue()).isFalse();
		this.policy.promoted();
		assertThat(this.policy.isJudgementDue()).isTrue();
		this.policy.judge(10, 10);
		assertThat(this.policy.isJudgementDue()).isFalse();
	}

	@Test
	void aDeltaIsFullWhenItOutgrowsTheReadTable() {
		assertThat(this.policy.isDeltaFull(5_000, 5_000)).isFalse();
		assertThat(this.policy.isDeltaFull(5_001, 5_000)).isTrue();
		assertThat(this.policy.isDeltaFull(500, 0)).isFalse();
	}

	@Test
	void aDeltaOfKeysThatDieSoonMayOutgrowTheReadTableFurther() {
		judge(100, 0);
		assertThat(this.policy.isDeltaFull(10_000, 5_000)).isFalse();
		assertThat(this.policy.isDeltaFull(10_001, 5_000)).isTrue();
	}

	@Test
	void thePriceDoublesWhenMostDeadSlotsAreOfKeysThatWereJustPromoted() {
		long price = this.policy.price(1_000);
		this.policy.promoted();
		this.policy.judgeDecay(100, 50);
		assertThat(this.policy.price(1_000)).isEqualTo(price);
		assertThat(this.policy.isJudgementDue()).isFalse();
		this.policy.promoted();
		this.policy.judgeDecay(100, 51);
		assertThat(this.policy.price(1_000)).isEqualTo(2 * price);
		assertThat(this.policy.isJudgementDue()).isFalse();
	}

	@Test
	void aReadTableHasDecayedWhenMoreThanAQuarterIsDead() {
		assertThat(this.policy.isDecayed(250, 1_000)).isFalse();
		assertThat(this.policy.isDecayed(251, 1_000)).isTrue();
		assertThat(this.policy.isDecayed(3, 4)).isFalse();
	}

	private void judge(long moved, long alive) {
		this.policy.promoted();
		this.policy.judge(moved, alive);
	}

}
