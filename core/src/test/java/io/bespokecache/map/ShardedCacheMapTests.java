package io.bespokecache.map;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ShardedCacheMapTests {

	private final ShardedCacheMap<Integer, String> map = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));

	@Test
	void hasMoreSegmentsWhereMoreEntriesAreExpected() {
		ShardedCacheMap<Integer, String> large = new ShardedCacheMap<>(
				CacheMapBuilder.<Integer, String>of(Strategy.SHARDED).expectedEntries(200_000));
		assertThat(large.segments.length).isGreaterThan(this.map.segments.length).isLessThanOrEqualTo(256);
		assertThat(Integer.bitCount(large.segments.length)).isOne();
	}

	@Test
	void aSegmentThatFillsIsRebuiltAndKeepsEveryEntry() {
		FlatTable before = this.map.tables[0];
		for (int key = 0; key < 10_000; key++) {
			this.map.put(key, "value" + key);
		}
		assertThat(this.map.tables[0]).isNotSameAs(before);
		assertThat(this.map).hasSize(10_000).containsEntry(0, "value0").containsEntry(9_999, "value9999");
	}

	@Test
	void aMapThatStaysWithinItsDeclarationIsNeverRebuiltAndSeldomNeedsASecondProbe() {
		ShardedCacheMap<String, String> declared = new ShardedCacheMap<>(
				CacheMapBuilder.<String, String>of(Strategy.SHARDED).expectedEntries(10_000));
		FlatTable[] before = declared.tables.clone();
		for (int key = 0; key < 10_000; key++) {
			declared.put("key" + key, "value");
		}
		assertThat(declared.tables).containsExactly(before);
		assertThat(Arrays.stream(before).mapToInt(FlatTable::capacity).sum()).isBetween(24_000, 64_000);
	}

	@Test
	void segmentsShareTheirArraysUntilTheyAreRebuilt() {
		assertThat(this.map.tables).allMatch(FlatTable::isRegion);
		int key = 0;
		while (Arrays.stream(this.map.tables).anyMatch(FlatTable::isRegion)) {
			assertThat(this.map.home).isNotSameAs(ShardedCacheMap.NO_HOME);
			this.map.put(key++, "value");
		}
		assertThat(this.map.home).isSameAs(ShardedCacheMap.NO_HOME);
		assertThat(this.map).hasSize(key);
		for (int present = 0; present < key; present++) {
			assertThat(this.map.get(present)).isEqualTo("value");
		}
	}

	@Test
	void aReaderNeverMissesAKeyWhileItsSegmentMovesOutOfTheSharedArrays() {
		int maps = 20_000;
		AtomicReference<ShardedCacheMap<Integer, String>> current = new AtomicReference<>(eagerMapWith(0));
		AtomicInteger misses = new AtomicInteger();
		Race.of(2, (number) -> {
			if (number == 0) {
				for (int i = 0; i < maps; i++) {
					ShardedCacheMap<Integer, String> moving = eagerMapWith(0);
					current.set(moving);
					for (int key = 1; moving.home != ShardedCacheMap.NO_HOME; key++) {
						moving.put(key, "other");
					}
				}
				current.set(null);
			}
			else {
				for (Map<Integer, String> read = current.get(); read != null; read = current.get()) {
					if (read.get(0) == null) {
						misses.incrementAndGet();
					}
				}
			}
		});
		assertThat(misses).hasValue(0);
	}

	private static ShardedCacheMap<Integer, String> eagerMapWith(int key) {
		ShardedCacheMap<Integer, String> eager = new ShardedCacheMap<>(
				CacheMapBuilder.<Integer, String>of(Strategy.SHARDED).eagerRebuilds());
		eager.put(key, "stays");
		return eager;
	}

	@Test
	void aReaderThatComesTooLateForTheSharedArraysFindsNothingThere() {
		for (int key = 0; key < 1_000; key++) {
			for (int region = 0; region < 256; region++) {
				assertThat(ShardedCacheMap.NO_HOME.find(key, FlatTable.hash(key), region)).isEqualTo(FlatTable.ABSENT);
			}
		}
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
		assertThat(this.map.tables).allMatch((table) -> table.capacity() < 32);
	}

	@Test
	void tablesStaySmallHoweverKeysComeAndGo() {
		for (int key = 0; key < 100_000; key++) {
			this.map.put(key, "value");
			this.map.remove(key - 1_000);
		}
		assertThat(this.map).hasSize(1_000);
		int capacity = 0;
		for (FlatTable table : this.map.tables) {
			capacity += table.capacity();
		}
		assertThat(capacity).isLessThan(8_000);
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
		while (FlatTable.segment(FlatTable.hash(key), this.map.segments.length) != segment) {
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
