package io.bespokecache.map;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * {@link LruPolicy}, beside a map that keeps the exact order.
 */
class LruPolicyTests {

	private static final int ACCESSES = 300_000;

	@ParameterizedTest
	@CsvSource({ "20, 200, 0.8", "20, 2000, 1.0", "200, 2000, 0.8", "200, 20000, 1.0", "5000, 20000, 0.6",
			"5000, 100000, 1.0", "50000, 100000, 0.8" })
	void hitsAreAsManyAsThoseOfExactOrderWhereSomeKeysAreUsedMoreThanOthers(int capacity, int keys, double skew) {
		SplittableRandom random = new SplittableRandom(1);
		IntSupplier zipf = () -> (int) (keys * Math.pow(random.nextDouble(), 1 / (1.0001 - skew * 0.9)));
		assertSameHitRatio(capacity, zipf);
	}

	@ParameterizedTest
	@CsvSource({ "100", "1000", "10000" })
	void hitsAreAsManyAsThoseOfExactOrderWhereKeysAreUsedForAWhile(int capacity) {
		SplittableRandom random = new SplittableRandom(1);
		int[] next = new int[1];
		// Sessions: each key is used some times within the next accesses.
		assertSameHitRatio(capacity, () -> next[0]++ / 4 - random.nextInt(capacity * 2));
	}

	@ParameterizedTest
	@CsvSource({ "100", "1000", "10000" })
	void hitsAreAsManyWhereEntriesAreWeighed(int capacity) {
		SplittableRandom random = new SplittableRandom(1);
		assertSameHitRatio(capacity,
				CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE)
					.maximumWeight(capacity, (key, value) -> 1)
					.build(),
				() -> (int) (10 * capacity * Math.pow(random.nextDouble(), 4)));
	}

	@Test
	void aWeighedMapEvictsInOrderFromTheFirstEvictionOn() {
		CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE)
			.maximumWeight(1_000, (key, value) -> 1)
			.build();
		for (int id = 0; id < 1_000; id++) {
			map.put(id, "value");
			if (id == 799) {
				assertThat(map.get(0)).isNotNull();
			}
		}
		for (int id = 1_000; id < 1_100; id++) {
			map.put(id, "value");
		}
		assertThat(map).containsKey(0).hasSize(1_000);
		assertThat(map.keySet().stream().filter((key) -> key > 200 && key < 1_000)).hasSizeGreaterThan(770);
	}

	private static void assertSameHitRatio(int capacity, IntSupplier keys) {
		assertSameHitRatio(capacity,
				CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE).maximumSize(capacity).build(), keys);
	}

	private static void assertSameHitRatio(int capacity, CacheMap<Integer, String> map, IntSupplier keys) {
		Map<Integer, String> exact = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
				return size() > capacity;
			}
		};
		int hits = 0;
		int exactHits = 0;
		for (int access = 0; access < ACCESSES; access++) {
			int key = keys.getAsInt();
			hits += (map.putIfAbsent(key, "value") != null) ? 1 : 0;
			exactHits += (exact.get(key) != null) ? 1 : 0;
			exact.put(key, "value");
		}
		assertThat(exactHits).isPositive();
		assertThat(100.0 * hits / ACCESSES).isCloseTo(100.0 * exactHits / ACCESSES, within(0.5));
	}

	@Test
	void theVictimIsAmongTheLeastRecentlyUsed() {
		CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE)
			.maximumSize(320)
			.build();
		for (int id = 0; id < 320; id++) {
			map.put(id, "value");
		}
		for (int id = 0; id < 160; id++) {
			assertThat(map.get(id)).isNotNull();
		}
		for (int id = 320; id < 480; id++) {
			map.put(id, "value");
		}
		assertThat(map.keySet().stream().filter((key) -> key >= 160 && key < 320)).hasSizeLessThanOrEqualTo(10);
	}

	@Test
	void entriesThatAreRemovedLeaveNothingBehind() {
		CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE)
			.maximumSize(100)
			.build();
		for (int id = 0; id < 100_000; id++) {
			map.put(id, "value");
			if (id >= 50) {
				map.remove(id - 50);
			}
		}
		assertThat(map).hasSize(50);
		assertThat(map.statistics().evictions()).isZero();
		for (int id = 0; id < 60; id++) {
			map.put(-1 - id, "value");
		}
		assertThat(map).hasSize(100);
		assertThat(map.statistics().evictedBySize()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(ints = { 50, 150, 300, 500, 700, 780, 900, 1_000, 1_500, 10_000 })
	void whatHasLongBeenThereIsEvictedBeforeWhatIsNew(int rounds) {
		CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE)
			.maximumSize(100)
			.build();
		map.put(-1, "value");
		for (int id = 0; id < rounds; id++) {
			map.put(id, "value");
			map.remove(id);
		}
		for (int id = 0; id < 100; id++) {
			map.put(id, "value");
		}
		assertThat(map).doesNotContainKey(-1).hasSize(100);
	}

}
