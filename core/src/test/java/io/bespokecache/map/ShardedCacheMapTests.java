package io.bespokecache.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ShardedCacheMapTests {

	private final ShardedCacheMap<Integer, String> map = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));

	@Test
	void hasMoreSegmentsWhereMoreEntriesAreExpected() {
		ShardedCacheMap<Integer, String> large = new ShardedCacheMap<>(
				CacheMapBuilder.<Integer, String>of(Strategy.SHARDED).expectedEntries(100_000));
		assertThat(segments(large)).hasSizeGreaterThan(segments(this.map).size());
	}

	@Test
	void aMapThatOutgrowsItsSegmentsKeepsEveryEntry() {
		List<Segment> before = segments(this.map);
		for (int key = 0; key < 100_000; key++) {
			assertThat(this.map.put(key, "value" + key)).isNull();
		}
		assertThat(segments(this.map)).hasSizeGreaterThan(before.size()).doesNotContainAnyElementsOf(before);
		for (int key = 0; key < 100_000; key++) {
			assertThat(this.map.get(key)).isEqualTo("value" + key);
		}
		assertThat(this.map).hasSize(100_000);
	}

	@Test
	void noSegmentHasMoreSlotsThanOneCallMayMove() {
		for (int key = 0; key < 300_000; key++) {
			this.map.put(key, "value");
		}
		assertThat(segments(this.map)).allMatch((segment) -> segment.slots <= 2048);
	}

	@ParameterizedTest
	@EnumSource(KeyShape.class)
	void knowsOfEachSegmentHowFarItsKeysLieFromHome(KeyShape shape) {
		ShardedCacheMap<Object, String> map = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		SplittableRandom random = new SplittableRandom(1);
		for (int call = 0; call < 60_000; call++) {
			Object key = shape.key(random.nextInt(6_000));
			if (random.nextInt(3) == 0) {
				map.remove(key);
			}
			else {
				map.put(key, "value");
			}
		}
		assertThat(segments(map))
			.allSatisfy((segment) -> assertThat(segment.displacement).isEqualTo(IntStream.range(0, segment.slots)
				.filter((slot) -> !segment.isFree(slot))
				.map((slot) -> Math.floorMod(slot - segment.home(segment.hash(slot)), segment.slots))
				.sum()));
	}

	@Test
	void aMapThatStaysWithinItsDeclarationIsLaidOutOnce() {
		ShardedCacheMap<Long, String> declared = new ShardedCacheMap<>(
				CacheMapBuilder.<Long, String>of(Strategy.SHARDED).expectedEntries(10_000));
		for (long key = 0; key < 200; key++) {
			declared.put(key, "value");
		}
		List<Segment> before = segments(declared);
		for (long key = 0; key < 10_000; key++) {
			declared.put(key, "value");
		}
		assertThat(segments(declared)).containsExactlyElementsOf(before);
		assertThat(before.stream().mapToInt((segment) -> segment.slots).sum()).isBetween(15_000, 32_000);
	}

	@Test
	void halfToThreeQuartersOfTheSlotsAreUsedHoweverManyEntriesThereAre() {
		int slotsAtWorst = 0;
		for (int key = 0; key < 200_000; key++) {
			this.map.put(key, "value");
			if (key > 20_000 && key % 5_000 == 0) {
				slotsAtWorst = Math.max(slotsAtWorst,
						100 * segments(this.map).stream().mapToInt((segment) -> segment.slots).sum() / key);
			}
		}
		assertThat(slotsAtWorst).as("slots for a hundred entries").isBetween(130, 215);
	}

	@Test
	void segmentsShrinkToNothingWhenTheirEntriesAreRemoved() {
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, "value");
		}
		for (int key = 0; key < 10_000; key++) {
			this.map.remove(key);
		}
		assertThat(this.map).isEmpty();
		assertThat(segments(this.map)).allMatch((segment) -> segment.slots < 32);
	}

	@Test
	void removedKeysAreNotKeptForLongThoughNoneIsPut() {
		ShardedCacheMap<Object, String> declared = new ShardedCacheMap<>(
				CacheMapBuilder.<Object, String>of(Strategy.SHARDED).expectedEntries(10_000));
		for (int key = 0; key < 10_000; key++) {
			declared.put(List.of(key), "value");
		}
		for (int key = 0; key < 10_000; key++) {
			declared.remove(List.of(key));
		}
		assertThat(segments(declared)).allMatch((segment) -> segment.dead <= segment.slots / 2);
		assertThat(declared.drain()).isZero();
		assertThat(segments(declared)).allMatch((segment) -> segment.used() == 0 && segment.slots == 1);
	}

	@Test
	void aMapThatIsNearlyEmptyKeepsTheRoomThatWasDeclared() {
		ShardedCacheMap<Long, String> declared = new ShardedCacheMap<>(
				CacheMapBuilder.<Long, String>of(Strategy.SHARDED).expectedEntries(10_000));
		for (long key = 0; key < 100_000; key++) {
			declared.put(key, "value");
			declared.remove(key - 500);
		}
		assertThat(segments(declared).stream().mapToInt((segment) -> segment.slots).sum()).isBetween(15_000, 32_000);
	}

	@Test
	void keysOfOneHashAreNotCopiedWhenTheirSegmentIsReplacedByItsLike() {
		ShardedCacheMap<Object, String> hostile = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (int key = 0; key < 1_000; key++) {
			hostile.put(KeyShape.COLLIDING.key(key), "value");
		}
		int hash = KeyHash.of(KeyShape.COLLIDING.key(0));
		Segment before = hostile.table.segment(hash);
		SplittableRandom random = new SplittableRandom(1);
		int replaced = 0;
		for (int call = 0; call < 100_000; call++) {
			Integer key = random.nextInt();
			if (hostile.table.segment(KeyHash.of(key)) == before) {
				hostile.put(key, "value");
				hostile.remove(key);
				Segment now = hostile.table.segment(hash);
				if (now != before && now.slots == before.slots && now.spread == before.spread) {
					assertThat(now.overflow()).isSameAs(before.overflow());
					replaced++;
				}
				before = now;
			}
		}
		assertThat(replaced).isPositive();
		assertThat(hostile).hasSize(1_000);
		for (int key = 0; key < 1_000; key++) {
			assertThat(hostile.get(KeyShape.COLLIDING.key(key))).isEqualTo("value");
		}
	}

	@Test
	void aDrainedMapHoldsNoArrays() {
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, "value");
		}
		assertThat(this.map.drain()).isEqualTo(10_000);
		assertThat(this.map).isEmpty();
		assertThat(segments(this.map)).allMatch((segment) -> segment.slots == 1);
		assertThat(this.map.put(1, "again")).isNull();
		assertThat(this.map).containsExactly(Map.entry(1, "again"));
	}

	@Test
	void keysThatAreRemovedAndComeBackChangeNoSegment() {
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, "value");
		}
		List<Segment> before = segments(this.map);
		for (int turn = 0; turn < 10; turn++) {
			for (int key = turn; key < 10_000; key += 2) {
				assertThat(this.map.remove(key)).isEqualTo("value");
				assertThat(this.map.get(key)).isNull();
				assertThat(this.map.remove(key)).isNull();
			}
			for (int key = turn; key < 10_000; key += 2) {
				assertThat(this.map.put(key, "value")).isNull();
			}
		}
		assertThat(this.map).hasSize(10_000);
		assertThat(segments(this.map)).containsExactlyElementsOf(before);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 1_000, 100_000 })
	void newKeysThatTakeThePlaceOfOthersNeedNoMoreRoom(int entries) {
		for (int key = 0; key < entries; key++) {
			this.map.put(key, "value");
		}
		int most = 0;
		for (int key = entries; key < 10 * entries; key++) {
			this.map.put(key, "value");
			this.map.remove(key - entries);
			if (key % entries == 0) {
				most = Math.max(most, segments(this.map).stream().mapToInt((segment) -> segment.slots).sum());
			}
		}
		assertThat(this.map).hasSize(entries);
		assertThat(most).isLessThan(8 * entries);
		if (entries == 100_000) {
			assertThat(most).isLessThan(3 * entries);
		}
		assertThat(segments(this.map)).allSatisfy((segment) -> {
			assertThat(segment.used()).isLessThanOrEqualTo(3 * segment.slots / 4);
			assertThat(segment.overflow()).isNull();
		});
	}

	@Test
	void keysOfOneTypeArePacked() {
		ShardedCacheMap<Object, String> packed = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (long key = 0; key < 1_000; key++) {
			packed.put(key, "value");
		}
		assertThat(segments(packed)).allMatch((segment) -> segment.kind() == KeyKind.LONG);
	}

	@Test
	void shortStringsArePackedInLargeSegmentsOnly() {
		ShardedCacheMap<Object, String> strings = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (int key = 0; key < 1_000; key++) {
			strings.put("key" + key, "value" + key);
		}
		assertThat(segments(strings)).allMatch((segment) -> segment.kind() == KeyKind.OBJECT);
		for (int key = 1_000; key < 50_000; key++) {
			strings.put("key" + key, "value" + key);
		}
		assertThat(segments(strings)).allMatch((segment) -> segment.kind() == KeyKind.STRING);
		for (int key = 0; key < 50_000; key++) {
			assertThat(strings.get("key" + key)).isEqualTo("value" + key);
		}
	}

	@Test
	void aKeyOfAnotherTypeTakesNothingFromPackedOnes() {
		ShardedCacheMap<Object, Object> mixed = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (long key = 0; key < 20_000; key++) {
			mixed.put(key, key);
		}
		for (int key = 0; key < 20_000; key += 100) {
			assertThat(mixed.get(key)).isNull();
			assertThat(mixed.get("" + key)).isNull();
			assertThat(mixed.put(key, "int")).isNull();
			assertThat(mixed.put("" + key, "string")).isNull();
			assertThat(mixed.put(new UUID(0, key), "uuid")).isNull();
		}
		for (int key = 0; key < 20_000; key++) {
			boolean others = key % 100 == 0;
			assertThat(mixed.get((long) key)).isEqualTo((long) key);
			assertThat(mixed.get(key)).isEqualTo(others ? "int" : null);
			assertThat(mixed.get("" + key)).isEqualTo(others ? "string" : null);
			assertThat(mixed.get(new UUID(0, key))).isEqualTo(others ? "uuid" : null);
		}
		assertThat(mixed).hasSize(20_600);
	}

	@Test
	void aCharacterThatIsNoLatin1LetterIsNotMistakenForTwoThatAre() {
		ShardedCacheMap<Object, String> strings = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (int key = 0; key < 50_000; key++) {
			strings.put("key" + key, "value");
		}
		for (int place = 0; place < 8; place++) {
			char[] characters = "key12345".toCharArray();
			characters[place] = (char) (characters[place] | 0x100);
			assertThat(strings.get(new String(characters))).isNull();
			assertThat(strings.put(new String(characters), "other")).isNull();
			assertThat(strings.get(new String(characters))).isEqualTo("other");
		}
		assertThat(strings.get("key12345")).isEqualTo("value");
	}

	@Test
	void keysWhoseHashesShareTheirUpperBitsDoNotBlowUpTheDirectory() {
		ShardedCacheMap<Long, Long> hostile = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		int keys = 0;
		for (long key = 0; keys < 20_000; key++) {
			if (KeyHash.ofWord(key) >>> 20 == 0) {
				hostile.put(key, key);
				keys++;
			}
		}
		assertThat(segments(hostile)).hasSizeLessThan(1_000);
		hostile.forEach((key, value) -> assertThat(hostile.get(key)).isEqualTo(value));
		assertThat(hostile).hasSize(20_000);
		hostile.keySet().forEach((key) -> assertThat(hostile.remove(key)).isEqualTo(key));
		assertThat(hostile).isEmpty();
	}

	@Test
	void keysOfOtherTypesAreFoundWherePackedOnesHaveFilledASegmentThatCannotSplit() {
		ShardedCacheMap<Object, Object> hostile = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		for (int shape = 0; shape < 5; shape++) {
			int keys = 0;
			for (int id = 0; keys < 5_000; id++) {
				Object key = keyOfShape(shape, id);
				if (KeyHash.of(key) >>> 22 == 0) {
					assertThat(hostile.put(key, key)).isNull();
					assertThat(hostile.get(key)).isEqualTo(key);
					keys++;
				}
			}
			assertThat(segments(hostile)).allMatch((segment) -> segment.kind() == KeyKind.LONG || segment.live() == 0);
		}
		hostile.forEach((key, value) -> assertThat(hostile.get(key)).isEqualTo(value).isEqualTo(key));
		assertThat(hostile).hasSize(25_000);
		hostile.keySet().forEach((key) -> assertThat(hostile.remove(key)).isEqualTo(key));
		assertThat(hostile).isEmpty();
	}

	private static Object keyOfShape(int shape, int id) {
		return switch (shape) {
			case 0 -> (long) id;
			case 1 -> "key-" + id;
			case 2 -> "a key of many letters " + id;
			case 3 -> new UUID(id, 0);
			default -> new HashedKey(id, id);
		};
	}

	private static List<Segment> segments(ShardedCacheMap<?, ?> map) {
		List<Segment> segments = new ArrayList<>();
		for (long start = 0; start < SegmentTable.HASHES;) {
			Segment segment = map.table.segment((int) start);
			segments.add(segment);
			start = segment.next(start);
		}
		return segments;
	}

	@Test
	void anUpdateOfAnotherKeyOfTheSameSegmentInsideAFunctionIsRefused() {
		int other = keyOfSegment(0, keyOfSegment(0, 0) + 1);
		assertThatIllegalStateException().isThrownBy(() -> this.map.computeIfAbsent(keyOfSegment(0, 0), (key) -> {
			this.map.put(other, "inner");
			return "outer";
		})).withMessageContaining("must not change the map");
		assertThat(this.map).isEmpty();
		assertThat(this.map.put(other, "later")).isNull();
	}

	@Test
	void threadsWhoseFunctionsWantEachOthersSegmentsDoNotDeadlock() throws InterruptedException {
		int first = keyOfSegment(0, 0);
		int second = keyOfSegment(1, 0);
		CountDownLatch bothInside = new CountDownLatch(2);
		AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
		Thread one = new Thread(() -> computeBoth(first, second, bothInside, refusal));
		Thread two = new Thread(() -> computeBoth(second, first, bothInside, refusal));
		one.start();
		two.start();
		await().until(() -> !one.isAlive() && !two.isAlive());
		assertThat(refusal.get()).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void readersGoOnWhileAFunctionHoldsTheSegment() throws InterruptedException {
		int held = keyOfSegment(0, 0);
		int neighbour = keyOfSegment(0, held + 1);
		this.map.put(neighbour, "there");
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread computing = new Thread(() -> this.map.compute(held, (key, value) -> {
			inside.countDown();
			awaitLatch(release);
			return "computed";
		}));
		computing.start();
		awaitLatch(inside);
		assertThat(this.map.get(neighbour)).isEqualTo("there");
		assertThat(this.map.computeIfAbsent(neighbour, (key) -> "unused")).isEqualTo("there");
		assertThat(this.map.putIfAbsent(neighbour, "unused")).isEqualTo("there");
		assertThat(this.map.get(held)).isNull();
		release.countDown();
		computing.join();
		assertThat(this.map.get(held)).isEqualTo("computed");
	}

	private void computeBoth(int outer, int inner, CountDownLatch bothInside,
			AtomicReference<@Nullable Throwable> refusal) {
		try {
			this.map.compute(outer, (key, value) -> {
				bothInside.countDown();
				awaitLatch(bothInside);
				this.map.put(inner, "inner");
				return "outer";
			});
		}
		catch (IllegalStateException ex) {
			refusal.set(ex);
		}
	}

	private int keyOfSegment(int segment, int from) {
		int key = from;
		while (this.map.table.segment(KeyHash.of(key)) != segments(this.map).get(segment)) {
			key++;
		}
		return key;
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
