package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import io.bespokecache.workload.PredictedCost;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a cache that may switch by itself does so, and what it leaves to others.
 */
class AdaptiveSwitchTests {

	private final List<String> refusals = new ArrayList<>();

	/** What would be chosen, whatever is observed. */
	private Strategy better = Strategy.CONCURRENT;

	private GeneratedUse use(Strategy first, Workload workload, Adaptivity adaptivity) {
		return GeneratedUse.of(LocalCache.<Long, Long>builder("adaptive", workload)
			.selection(StrategySelector.override(workload, first))
			.adaptivity(adaptivity)
			.selector(this::select)
			.listener(new CacheListener() {

				@Override
				public void switchRefused(String reason) {
					AdaptiveSwitchTests.this.refusals.add(reason);
				}

			}), 1);
	}

	private GeneratedUse sharded(Adaptivity adaptivity) {
		return use(Strategy.SHARDED, Workload.builder().build(), adaptivity);
	}

	private Selection select(Workload workload) {
		return new Selection(this.better, "It is cheaper.", List.of(), List.of(cost(Strategy.SHARDED),
				cost(Strategy.CONCURRENT), cost(Strategy.PROMOTING), cost(Strategy.CAFFEINE)));
	}

	private PredictedCost cost(Strategy strategy) {
		return new PredictedCost(strategy, (strategy == this.better) ? 20 : 30);
	}

	private static void readUntil(GeneratedUse use, double end) {
		while (use.now() < end) {
			use.advanceTo(use.now() + 0.02);
			use.read(use.random().nextInt(500));
		}
	}

	private static Strategy strategy(GeneratedUse use) {
		return use.cache().selection().strategy();
	}

	@Test
	void itSwitchesOnceAnotherStrategyHasBeenBetterForThreeWindows() {
		GeneratedUse use = sharded(Adaptivity.SWITCH);
		readUntil(use, 315);
		assertThat(strategy(use)).isEqualTo(Strategy.SHARDED);
		readUntil(use, 345);
		assertThat(strategy(use)).isEqualTo(Strategy.CONCURRENT);
		assertThat(use.cache().map().strategy()).isEqualTo(Strategy.CONCURRENT);
		assertThat(use.cache().recentChanges()).singleElement().satisfies((change) -> {
			assertThat(change.reason()).isEqualTo("It is cheaper.");
			assertThat(change.entriesMoved()).isPositive();
		});
		this.better = Strategy.PROMOTING;
		readUntil(use, 600);
		assertThat(strategy(use)).as("before there is new evidence").isEqualTo(Strategy.CONCURRENT);
		readUntil(use, 700);
		assertThat(strategy(use)).isEqualTo(Strategy.PROMOTING);
	}

	@Test
	void oneThatAdvisesStays() {
		GeneratedUse use = sharded(Adaptivity.ADVISE);
		readUntil(use, 400);
		assertThat(strategy(use)).isEqualTo(Strategy.SHARDED);
		assertThat(use.cache().advice()).extracting(Advice::kind).contains(AdviceKind.BETTER_STRATEGY);
	}

	@Test
	void aChangeByHandStandsForAWhile() {
		GeneratedUse use = sharded(Adaptivity.SWITCH);
		readUntil(use, 315);
		Workload workload = use.cache().workload();
		use.cache().change(workload, StrategySelector.override(workload, Strategy.PROMOTING));
		readUntil(use, 600);
		assertThat(strategy(use)).isEqualTo(Strategy.PROMOTING);
		readUntil(use, 700);
		assertThat(strategy(use)).isEqualTo(Strategy.CONCURRENT);
	}

	@Test
	void aStrategyThatWasJustTakenIsComparedAnew() {
		GeneratedUse use = sharded(Adaptivity.ADVISE);
		readUntil(use, 345);
		Workload workload = use.cache().workload();
		use.cache().change(workload, StrategySelector.override(workload, Strategy.PROMOTING));
		readUntil(use, 600);
		assertThat(use.cache().advice()).extracting(Advice::kind).doesNotContain(AdviceKind.BETTER_STRATEGY);
		readUntil(use, 700);
		assertThat(use.cache().advice()).extracting(Advice::kind).contains(AdviceKind.BETTER_STRATEGY);
	}

	@Test
	void aSwitchThatIsRefusedIsToldAndTriedAgainAfterAPause() {
		GeneratedUse use = use(Strategy.CAFFEINE, Workload.builder().maximumSize(1_000L).build(), Adaptivity.SWITCH);
		readUntil(use, 345);
		assertThat(this.refusals).singleElement().asString().contains("'concurrent'").contains("maximum-size");
		assertThat(strategy(use)).isEqualTo(Strategy.CAFFEINE);
		readUntil(use, 360);
		assertThat(this.refusals).hasSize(1);
		readUntil(use, 430);
		assertThat(this.refusals).hasSize(2);
		assertThat(use.cache().recentChanges()).isEmpty();
	}

	@Test
	void aBoundThatWasMadeSmallerIsNotSaidToBeTooLargeForWhatTheChangeHasMoved() {
		this.better = Strategy.ADAPTIVE_FIFO;
		GeneratedUse use = use(Strategy.ADAPTIVE_FIFO, Workload.builder().maximumSize(40_000L).build(),
				Adaptivity.ADVISE);
		for (long key = 0; key < 40_000; key++) {
			use.write(key);
		}
		Workload small = Workload.builder().maximumSize(2_000L).build();
		use.cache().change(small, StrategySelector.override(small, Strategy.ADAPTIVE_FIFO));
		for (int access = 0; access < 60_000; access++) {
			use.advanceTo(use.now() + 0.001);
			use.read(use.random().nextInt(4_000));
		}
		assertThat(use.cache().advice()).extracting(Advice::kind).doesNotContain(AdviceKind.BOUND_TOO_LARGE);
	}

}
