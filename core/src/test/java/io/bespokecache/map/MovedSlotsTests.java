package io.bespokecache.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts what single calls move: the slots of each segment that a call has replaced, and
 * each slot that it has marked as moved.
 */
class MovedSlotsTests {

	@ParameterizedTest
	@EnumSource
	void noCallOfShardedMovesMoreThan2048SlotsWhateverTheKeys(KeyShape shape) {
		ShardedCacheMap<Object, Object> map = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		Random random = new Random(1);
		Counter counter = new Counter(map.table, null);
		long most = 0;
		long all = 0;
		for (int call = 0; call < 40_000; call++) {
			Object key = shape.key(random.nextInt(30_000));
			if (call > 30_000 || random.nextInt(4) == 0) {
				map.remove(key);
			}
			else {
				map.put(key, call);
			}
			long moved = counter.countSince(map.table, null);
			most = Math.max(most, moved);
			all += moved;
		}
		assertThat(most).isLessThanOrEqualTo(2048);
		assertThat(all).isPositive();
	}

	@Test
	void noCallOfShardedMovesMoreThan2048SlotsUpToAMillionEntries() {
		ShardedCacheMap<Integer, Object> map = new ShardedCacheMap<>(CacheMapBuilder.of(Strategy.SHARDED));
		int most = 0;
		for (int key = 0; key < 1_000_000; key++) {
			int hash = KeyHash.of(key);
			Segment before = map.table.segment(hash);
			map.put(key, key);
			// No call changes another key's segment.
			Segment after = map.table.segment(hash);
			most = Math.max(most, (after != before) ? before.slots : 0);
		}
		assertThat(most).isBetween(1_024, 2_048);
	}

	@Test
	void noCallOfPromotingMovesMoreThan64SlotsWhileItsDeltaGrows() {
		Queue<Runnable> maintenance = new ArrayDeque<>();
		CacheMapBuilder<Integer, Object> builder = CacheMapBuilder.of(Strategy.PROMOTING);
		builder.maintenance = maintenance::add;
		PromotingCacheMap<Integer, Object> map = new PromotingCacheMap<>(builder);
		long all = 0;
		long most = 0;
		for (int key = 0; key < 200_000; key++) {
			SegmentTable delta = map.levels().delta;
			int hash = KeyHash.of(key);
			Segment before = delta.segment(hash);
			map.put(key, key);
			long moved = (delta.segment(hash) != before) ? before.slots : 0;
			most = Math.max(most, moved);
			all += moved;
			while (key % 10_000 == 0 && !maintenance.isEmpty()) {
				maintenance.remove().run();
			}
		}
		assertThat(most).isBetween(32L, 64L);
		assertThat(all).isGreaterThan(200_000);
		assertThat(map.statistics().promotions()).isGreaterThan(2);
	}

	@Test
	void noCallOfPromotingMovesMoreThan64SlotsWhileAPromotionIsUnderWay() {
		PromotingCacheMap<Integer, Object> map = interruptedPromotion(10_000);
		Levels levels = map.levels();
		assertThat(levels.next).isNotNull();
		Counter counter = new Counter(levels.delta, levels);
		Random random = new Random(1);
		long all = 0;
		for (int call = 0; call < 2_000; call++) {
			int key = (call % 3 == 0) ? random.nextInt(10_000) : 20_000 + call;
			if (call % 5 == 4) {
				map.remove(key);
			}
			else {
				map.put(key, call);
			}
			map.get(key);
			long moved = counter.countSince(levels.delta, levels);
			assertThat(moved).isLessThanOrEqualTo(64);
			all += moved;
		}
		assertThat(all).as("slots that writers moved").isGreaterThan(10_000);
	}

	/**
	 * A map with one promotion done and another under way, with which nobody but writers
	 * goes on: maintenance has laid its table out, and waits in a queue.
	 */
	private static PromotingCacheMap<Integer, Object> interruptedPromotion(int keys) {
		Queue<Runnable> maintenance = new ArrayDeque<>();
		CacheMapBuilder<Integer, Object> builder = CacheMapBuilder.<Integer, Object>of(Strategy.PROMOTING)
			.nanoClock(() -> 1);
		builder.maintenance = maintenance::add;
		PromotingCacheMap<Integer, Object> map = new PromotingCacheMap<>(builder);
		for (int key = 0; key < keys / 2; key++) {
			map.put(key, key);
		}
		while (!maintenance.isEmpty()) {
			maintenance.remove().run();
		}
		long promotions = map.statistics().promotions();
		for (int key = keys / 2; maintenance.isEmpty(); key++) {
			map.put(key, key);
		}
		maintenance.remove().run();
		assertThat(map.statistics().promotions()).isEqualTo(promotions);
		return map;
	}

	/** What is where, and how it has changed since it was asked last. */
	private static final class Counter {

		private Set<Segment> segments;

		private long marks;

		Counter(SegmentTable table, @Nullable Levels levels) {
			this.segments = segments(table);
			this.marks = marks(levels);
		}

		long countSince(SegmentTable table, @Nullable Levels levels) {
			Set<Segment> segments = segments(table);
			long moved = this.segments.stream()
				.filter((segment) -> !segments.contains(segment))
				.mapToLong((segment) -> segment.slots)
				.sum();
			long marks = marks(levels);
			moved += marks - this.marks;
			this.segments = segments;
			this.marks = marks;
			return moved;
		}

		private static Set<Segment> segments(SegmentTable table) {
			Set<Segment> segments = Collections.newSetFromMap(new IdentityHashMap<>());
			for (long start = 0; start < SegmentTable.HASHES;) {
				Segment segment = table.segment((int) start);
				segments.add(segment);
				start = segment.next(start);
			}
			return segments;
		}

		private static long marks(@Nullable Levels levels) {
			if (levels == null) {
				return 0;
			}
			List<Segment> tables = new ArrayList<>(List.of(levels.read));
			tables.addAll(segments(Objects.requireNonNull(levels.folding)));
			long marks = 0;
			for (Segment table : tables) {
				for (int slot = 0; slot < table.slots; slot++) {
					marks += (table.value(slot) == ReadTable.MOVED) ? 1 : 0;
				}
			}
			return marks;
		}

	}

}
