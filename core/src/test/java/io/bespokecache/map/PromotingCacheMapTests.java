package io.bespokecache.map;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.bespokecache.map.Promotion.Cause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Promotions, step by step: maintenance waits in a queue until a test runs it.
 */
class PromotingCacheMapTests {

	private final Queue<Runnable> maintenance = new ArrayDeque<>();

	private final List<Promotion> promotions = new ArrayList<>();

	private long nanos;

	private final PromotingCacheMap<Integer, String> map = new PromotingCacheMap<>(builder());

	@Test
	void readsOfKeysInTheDeltaPayForThePromotion() {
		put(0, 250);
		read(0, 250, 10);
		assertThat(this.maintenance).hasSize(1);
		maintain();
		assertThat(this.promotions).singleElement()
			.satisfies((promotion) -> assertThat(promotion.cause()).isEqualTo(Cause.DELTA_HITS))
			.satisfies((promotion) -> assertThat(promotion.keysMoved()).isEqualTo(250))
			.satisfies((promotion) -> assertThat(promotion.readTableSize()).isEqualTo(250))
			.satisfies((promotion) -> assertThat(promotion.time()).isEqualTo(Instant.EPOCH))
			.satisfies((promotion) -> assertThat(promotion.duration()).isPositive());
		assertThat(this.map.statistics().promotions()).isOne();
		long before = this.map.statistics().deltaHits();
		read(0, 250, 1);
		assertThat(this.map.statistics().deltaHits()).isEqualTo(before);
	}

	@Test
	void aSmallMapIsPromotedInTheBackgroundSoonAfterItIsLoaded() {
		CacheMap<Integer, String> small = CacheMapBuilder.<Integer, String>of(Strategy.PROMOTING).build();
		for (int key = 0; key < 250; key++) {
			small.put(key, "value");
		}
		for (int key = 0; key < 2_500; key++) {
			assertThat(small.get(key % 250)).isNotNull();
		}
		await().until(() -> small.statistics().promotions() == 1);
		long hits = small.statistics().deltaHits();
		for (int key = 0; key < 250; key++) {
			assertThat(small.get(key)).isNotNull();
		}
		assertThat(small.statistics().deltaHits()).isEqualTo(hits);
	}

	@Test
	void readsOfAbsentKeysPayForNothing() {
		put(0, 100);
		read(1_000, 1_100, 1_000);
		assertThat(this.map.statistics().deltaHits()).isZero();
		assertThat(this.maintenance).isEmpty();
	}

	@Test
	void everyDeltaHitIsCountedOnce() {
		put(0, 10);
		read(0, 10, 3);
		assertThat(this.map.containsKey(1)).isTrue();
		assertThat(this.map.computeIfAbsent(2, (key) -> "unused")).isEqualTo("value2");
		assertThat(this.map.getOrDefault(3, "unused")).isEqualTo("value3");
		this.map.put(4, "written");
		this.map.forEach((key, value) -> assertThat(value).isNotEmpty());
		assertThat(this.map.statistics().deltaHits()).isEqualTo(33);
	}

	@Test
	void theReaderThatMakesAPromotionDueOnlyAsksForIt() {
		put(0, 100);
		read(0, 100, 100);
		assertThat(this.maintenance).hasSize(1);
		assertThat(this.map.statistics().promotions()).isZero();
	}

	@Test
	void aDeltaThatOutgrowsTheReadTableIsFoldedUnread() {
		put(0, 5_000);
		maintain();
		assertThat(this.promotions).isNotEmpty()
			.allSatisfy((promotion) -> assertThat(promotion.cause()).isEqualTo(Cause.DELTA_FULL));
		assertThat(this.map).hasSize(5_000);
	}

	@Test
	void deadSlotsOfTheReadTableAreBounded() {
		promote(0, 1_000);
		for (int key = 0; key < 1_000; key++) {
			this.map.remove(key);
			maintain();
		}
		assertThat(this.promotions).extracting(Promotion::cause).contains(Cause.DEAD_SLOTS);
		assertThat(this.promotions.get(this.promotions.size() - 1).readTableSize()).isLessThan(32);
		assertThat(this.map).isEmpty();
	}

	@Test
	void aKeyThatReturnsRevivesItsPlaceInTheReadTable() {
		promote(0, 100);
		long hits = this.map.statistics().deltaHits();
		assertThat(this.map.remove(7)).isEqualTo("value7");
		assertThat(this.map.get(7)).isNull();
		assertThat(this.map.put(7, "again")).isNull();
		assertThat(this.map.get(7)).isEqualTo("again");
		assertThat(this.map.statistics().deltaHits()).isEqualTo(hits);
		assertThat(this.map).hasSize(100);
	}

	@Test
	void everythingCanBeRemovedAndPutAgain() {
		for (int round = 0; round < 3; round++) {
			promote(0, 200);
			assertThat(this.map).hasSize(200);
			assertThat(this.map.drain()).isEqualTo(200);
			maintain();
			assertThat(this.map).isEmpty();
			assertThat(this.map.get(1)).isNull();
		}
	}

	@Test
	void hostileKeysKeepTheirPlaceInTheReadTable() {
		CacheMap<HashedKey, Integer> hostile = new PromotingCacheMap<>(CacheMapBuilder.of(Strategy.PROMOTING));
		int keys = 50;
		for (int id = 0; id < keys; id++) {
			hostile.put(new HashedKey(id, 7), id);
		}
		await().until(() -> {
			for (int id = 0; id < keys; id++) {
				assertThat(hostile.get(new HashedKey(id, 7))).isEqualTo(id);
			}
			return hostile.statistics().promotions() > 0;
		});
		for (int id = 0; id < keys; id++) {
			assertThat(hostile.remove(new HashedKey(id, 7))).isEqualTo(id);
			assertThat(hostile.get(new HashedKey(id, 7))).isNull();
			assertThat(hostile.put(new HashedKey(id, 7), -id)).isNull();
		}
		long hits = hostile.statistics().deltaHits();
		for (int id = 0; id < keys; id++) {
			assertThat(hostile.get(new HashedKey(id, 7))).isEqualTo(-id);
		}
		assertThat(hostile.statistics().deltaHits()).isEqualTo(hits);
		assertThat(hostile).hasSize(keys);
	}

	@Test
	void whenPromotedKeysDieThePriceOfTheNextPromotionDoubles() {
		long first = hitsUntilPromotion(0, 200);
		for (int key = 0; key < 200; key++) {
			this.map.remove(key);
		}
		maintain();
		long second = hitsUntilPromotion(1_000, 1_200);
		assertThat(second).isBetween(first * 3 / 2, first * 5 / 2);
	}

	@Test
	void keysThatDieBeforeTheyAreMovedDoubleThePriceOfTheNextPromotion() {
		put(0, 200);
		long first = 0;
		while (this.map.levels().next == null) {
			read(0, 1, 1);
			first++;
			if (!this.maintenance.isEmpty()) {
				this.maintenance.remove().run();
			}
		}
		for (int key = 0; key < 200; key++) {
			this.map.remove(key);
		}
		maintain();
		assertThat(this.promotions).extracting(Promotion::keysMoved).containsExactly(200L);
		assertThat(this.promotions).extracting(Promotion::readTableSize).containsExactly(0L);
		assertThat(hitsUntilPromotion(1_000, 1_200)).isBetween(first * 3 / 2, first * 5 / 2);
	}

	@Test
	void shortSessionsBesideManyStableKeysLeadToEverFewerPromotions() {
		promote(0, 10_000);
		long promotions = this.map.statistics().promotions();
		churn(10_000, 1_000_000, 1_000);
		assertThat(this.map.statistics().promotions() - promotions).isBetween(2L, 10L);
	}

	@Test
	void shortSessionsBesideFewStableKeysLeadToEverFewerPromotions() {
		promote(0, 500);
		long promotions = this.map.statistics().promotions();
		churn(10_000, 1_000_000, 1_000);
		assertThat(this.map.statistics().promotions() - promotions).isBetween(2L, 60L);
	}

	@Test
	void deadSlotsGoWithoutTheKeysOfTheDelta() {
		promote(0, 1_000);
		put(1_000, 1_010);
		for (int key = 0; key < 300; key++) {
			this.map.remove(key);
		}
		maintain();
		Promotion last = this.promotions.get(this.promotions.size() - 1);
		assertThat(last.cause()).isEqualTo(Cause.DEAD_SLOTS);
		assertThat(last.keysMoved()).isZero();
		assertThat(last.readTableSize()).isBetween(700L, 750L);
		assertThat(this.map).hasSize(710).containsKeys(300, 999, 1_000, 1_009);
	}

	@Test
	void anIteratorThatAPromotionOvertakesShowsEachKeyOnceAndMissesNone() {
		put(0, 500);
		Iterator<Integer> keys = this.map.keySet().iterator();
		Set<Integer> seen = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			assertThat(seen.add(keys.next())).isTrue();
		}
		read(0, 500, 10);
		maintain();
		assertThat(this.promotions).hasSize(1);
		keys.forEachRemaining((key) -> assertThat(seen.add(key)).isTrue());
		assertThat(seen).hasSize(500);
	}

	@Test
	void anIteratorThatAPromotionOvertakesShowsValuesAsTheyAreNow() {
		put(0, 500);
		Iterator<String> values = this.map.values().iterator();
		values.next();
		read(0, 500, 10);
		maintain();
		this.map.replaceAll((key, value) -> "new");
		values.next();
		assertThat(values).toIterable().hasSize(498).containsOnly("new");
	}

	@Test
	void aPromotionGivesWayToAFunctionThatHoldsASegment() throws InterruptedException {
		put(0, 250);
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread computing = new Thread(() -> this.map.compute(1_000, (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return "computed";
		}));
		computing.start();
		awaitLatch(inside);
		read(0, 250, 10);
		maintain();
		assertThat(this.map.statistics().promotions()).isZero();
		assertThat(this.map.put(2_000, "not kept out")).isNull();
		assertThat(this.map.remove(2_000)).isEqualTo("not kept out");
		read(0, 250, 10);
		assertThat(this.maintenance).as("while it rests").isEmpty();
		release.countDown();
		computing.join();
		this.nanos += Duration.ofSeconds(1).toNanos();
		read(0, 250, 1);
		maintain();
		assertThat(this.map.statistics().promotions()).isOne();
		assertThat(this.map).hasSize(251);
	}

	@Test
	void whileAPromotionIsUnderWayKeysAreReadWrittenAndRemovedAsEver() {
		PromotingCacheMap<Integer, String> slow = new PromotingCacheMap<>(builder().eagerRebuilds());
		Map<Integer, String> expected = new HashMap<>();
		int underWay = 0;
		for (int operation = 0; operation < 20_000; operation++) {
			int key = operation * 7 % 997 % (operation % 500 + 1);
			String value = "value" + operation;
			switch (operation % 5) {
				case 0, 1 -> assertThat(slow.put(key, value)).isEqualTo(expected.put(key, value));
				case 2 -> assertThat(slow.remove(key)).isEqualTo(expected.remove(key));
				case 3 -> assertThat(slow.merge(key, "+", String::concat))
					.isEqualTo(expected.merge(key, "+", String::concat));
				default -> assertThat(slow.replace(key, value)).isEqualTo(expected.replace(key, value));
			}
			assertThat(slow.get(key)).isEqualTo(expected.get(key));
			assertThat(slow.mappingCount()).isEqualTo(expected.size());
			if (slow.levels().next != null) {
				underWay++;
				if (operation % 50 == 0) {
					assertThat(slow).isEqualTo(expected);
				}
			}
		}
		assertThat(underWay).isGreaterThan(5_000);
		assertThat(slow.statistics().promotions()).isGreaterThan(5);
		assertThat(slow).isEqualTo(expected);
	}

	@Test
	void aKeyThatIsPutBackDuringAPromotionIsNotShownTwice() {
		CacheMapBuilder<Integer, String> builder = builder();
		builder.eagerRebuilds = true;
		builder.maintenance = Runnable::run;
		PromotingCacheMap<Integer, String> slow = new PromotingCacheMap<>(builder);
		int walks = 0;
		for (int first = 0; walks < 100; first++) {
			slow.put(first, "value");
			slow.get(first);
			if (slow.levels().folding != null) {
				List<Integer> shown = new ArrayList<>();
				for (Integer key : slow.keySet()) {
					shown.add(key);
					slow.remove(key);
					slow.put(key, "again");
				}
				assertThat(shown).doesNotHaveDuplicates().contains(first);
				walks++;
			}
			if (first % 50 == 49) {
				slow.keySet().removeIf((key) -> key % 2 == 0);
			}
		}
	}

	@Test
	void aPromotionTellsHowLongKeysWaitedAndWhatItsTablesTake() {
		promote(0, 1_000);
		this.nanos += Duration.ofMinutes(5).toNanos();
		put(1_000, 2_000);
		this.nanos += Duration.ofMinutes(2).toNanos();
		read(1_000, 2_000, 20);
		maintain();
		assertThat(this.promotions).hasSize(2);
		Promotion last = this.promotions.get(1);
		assertThat(last.keysMoved()).isEqualTo(1_000);
		assertThat(last.waited()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
		assertThat(last.bytesHeldTwice()).isEqualTo(this.promotions.get(0).bytesAllocated());
		// A word and a reference, and two to four slots an entry.
		assertThat(last.bytesAllocated()).isBetween(2_000 * 2 * 12L, 2_000 * 4 * 12L);
	}

	@Test
	void keysOfTheReadTableArePackedIfAllAreOfOneType() {
		promote(0, 1_000);
		assertThat(this.map.levels().read.kind()).isEqualTo(KeyKind.INTEGER);
	}

	@Test
	void whatAListenerThrowsIsDropped() {
		CacheMapBuilder<Integer, String> builder = builder().listener(new MapListener<>() {

			@Override
			public void promoted(Promotion promotion) {
				throw new IllegalArgumentException("a listener's fault");
			}

		});
		builder.maintenance = Runnable::run;
		CacheMap<Integer, String> told = new PromotingCacheMap<>(builder);
		for (int key = 0; key < 5_000; key++) {
			assertThat(told.put(key, "value")).isNull();
		}
		assertThat(told.statistics().promotions()).isPositive();
		assertThat(told).hasSize(5_000);
	}

	private CacheMapBuilder<Integer, String> builder() {
		CacheMapBuilder<Integer, String> builder = CacheMapBuilder.<Integer, String>of(Strategy.PROMOTING)
			.nanoClock(() -> this.nanos++)
			.listener(new MapListener<>() {

				@Override
				public void promoted(Promotion promotion) {
					PromotingCacheMapTests.this.promotions.add(promotion);
				}

			});
		builder.clock = () -> Instant.EPOCH;
		builder.maintenance = this.maintenance::add;
		return builder;
	}

	private void maintain() {
		while (!this.maintenance.isEmpty()) {
			this.maintenance.remove().run();
		}
	}

	private void put(int from, int to) {
		for (int key = from; key < to; key++) {
			this.map.put(key, "value" + key);
		}
	}

	private void read(int from, int to, int times) {
		for (int time = 0; time < times; time++) {
			for (int key = from; key < to; key++) {
				this.map.get(key);
			}
		}
	}

	private void churn(int from, int sessions, int alive) {
		for (int session = from; session < from + sessions; session++) {
			this.map.put(session, "session");
			this.map.get(session);
			this.map.remove(session - alive);
			maintain();
		}
	}

	private void promote(int from, int to) {
		put(from, to);
		read(from, to, 20);
		maintain();
		assertThat(this.map.statistics().promotions()).isPositive();
	}

	private long hitsUntilPromotion(int from, int to) {
		put(from, to);
		long promoted = this.map.statistics().promotions();
		long hits = this.map.statistics().deltaHits();
		while (this.map.statistics().promotions() == promoted) {
			read(from, from + 1, 1);
			maintain();
		}
		return this.map.statistics().deltaHits() - hits;
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
