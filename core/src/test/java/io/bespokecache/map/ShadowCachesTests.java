package io.bespokecache.map;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What shadows of a map see, choose and predict.
 */
class ShadowCachesTests {

	private static final long MOST_BYTES = 37_000;

	private static final int SESSIONS = 1_000;

	private final SplittableRandom random = new SplittableRandom(11);

	@ParameterizedTest
	@ValueSource(longs = { 1, 3, 100, 128, 129, 1_000, 100_000, 1L << 24, Long.MAX_VALUE - 1 })
	void theyTakeNoMoreThanThirtySevenKilobytes(long maximum) {
		ShadowCaches shadows = new ShadowCaches(maximum);
		assertThat(GraphLayout.parseInstance(shadows).totalSize()).isLessThan(100);
		for (int id = 1; id < 200_000; id++) {
			// Some are in any sample, since their lowest bits are zero.
			int mixed = Integer.reverse(id);
			shadows.missed(mixed, 1);
			shadows.found(mixed);
		}
		assertThat(shadows.state(0.1, 0, 0).sampledAccesses()).isPositive();
		assertThat(GraphLayout.parseInstance(shadows).totalSize()).isLessThanOrEqualTo(MOST_BYTES);
	}

	@Test
	void aMapThatNeverEvictsHasNone() {
		CacheMap<Object, Object> map = map(1_000);
		for (int id = 0; id < 1_000; id++) {
			map.put(id, id);
			map.get(id);
		}
		PolicyState state = stateOf(map);
		assertThat(state.sampledAccesses()).isZero();
		assertThat(state.curve()).isEmpty();
		assertThat(state.shareChosenByShadows()).isFalse();
		assertThat(state.smallShare()).isEqualTo(0.1);
		assertThat(state.smallEntries() + state.mainEntries()).isEqualTo(1_000);
	}

	@Test
	void theyChooseALargerSmallQueueForSessions() {
		CacheMap<Object, Object> map = map(SESSIONS);
		sessions(map, 100_000);
		PolicyState state = stateOf(map);
		assertThat(state.shareChosenByShadows()).isTrue();
		assertThat(state.smallShare()).isGreaterThanOrEqualTo(0.3);
		assertThat(state.smallEntries()).isGreaterThan(250);
	}

	@Test
	void theyLeaveTheShareAloneForKeysOfUnequalWeight() {
		CacheMap<Object, Object> map = map(SESSIONS);
		int chosen = 0;
		for (int round = 0; round < 20; round++) {
			zipf(map, 20_000);
			chosen += stateOf(map).shareChosenByShadows() ? 1 : 0;
		}
		assertThat(chosen).isZero();
		assertThat(stateOf(map).smallShare()).isBetween(0.02, 0.18);
	}

	@Test
	void theyTakeAChoiceBackThatHasBecomeABadOne() {
		CacheMap<Object, Object> map = map(SESSIONS);
		sessions(map, 300_000);
		assertThat(stateOf(map).shareChosenByShadows()).isTrue();
		double early = 0;
		for (int round = 0; round < 30; round++) {
			early = zipf(map, 20_000);
		}
		assertThat(stateOf(map).smallShare()).isLessThan(0.3);
		CacheMap<Object, Object> fresh = map(SESSIONS);
		zipf(fresh, 100_000);
		assertThat(early).isCloseTo(zipf(fresh, 20_000), within(0.02));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 1_000, 10_000 })
	void thePredictionsForOtherSizesComeTrue(int size) {
		CacheMap<Object, Object> map = map(size);
		double hits = zipf(map, 600_000, 40 * size);
		List<SizePrediction> curve = stateOf(map).curve();
		assertThat(curve).extracting(SizePrediction::factor).containsExactly(0.25, 0.5, 2.0, 4.0);
		assertThat(curve).extracting(SizePrediction::missFactor).isSortedAccordingTo((a, b) -> Double.compare(b, a));
		for (SizePrediction prediction : curve) {
			double actual = zipf(map((int) (prediction.factor() * size)), 600_000, 40 * size);
			assertThat(prediction.hitRatio(hits)).isCloseTo(actual, within(0.04));
			assertThat(prediction.sampledMisses()).isGreaterThan(500);
		}
	}

	@Test
	void aMapThatIsOnlyReadIsNotSampledAnyMore() {
		CacheMap<Object, Object> map = map(100);
		for (int id = 0; id < 1_000; id++) {
			map.put(id, id);
		}
		List<Object> present = List.copyOf(map.keySet());
		for (int round = 0; round < 100; round++) {
			present.forEach(map::get);
		}
		long before = stateOf(map).sampledAccesses();
		map.put("other", "value");
		// What the buffer had room for, at most.
		assertThat(stateOf(map).sampledAccesses() - before).isLessThanOrEqualTo(64);
	}

	@Test
	void theyLearnWhatHasComeBeforeAnythingWasEvicted() {
		int size = 2_000;
		CacheMap<Object, Object> map = map(size);
		for (int id = 0; id < size; id++) {
			map.put(id, id);
		}
		assertThat(stateOf(map).sampledAccesses()).isZero();
		for (int id = 0; id < size / 2; id++) {
			map.get(id);
		}
		for (int id = size; id < size + 100; id++) {
			map.put(id, id);
		}
		// Those that have been found count twice, and 128 of 2,000 are sampled.
		assertThat(stateOf(map).sampledAccesses()).isCloseTo(3 * 128 / 2, within(20L));
		assertThat(stateOf(map).curve()).last()
			.satisfies((prediction) -> assertThat(prediction.missFactor()).isEqualTo(1));
	}

	/** Nobody has asked for it: the first that is asked for tells what is there. */
	@Test
	void whatIsMovedToASmallerMapIsNoMiss() {
		int size = 2_000;
		ChangeableCacheMap<Object, Object> map = new ChangeableCacheMap<>(map(20 * size), (current) -> {
		});
		for (int id = 0; id < 20 * size; id++) {
			map.put(id, id);
		}
		map.changeTo(map(size));
		assertThat(stateOf(map).sampledAccesses()).isZero();
		assertThat(stateOf(map).curve()).isEmpty();
		map.put("new", "value");
		assertThat(stateOf(map).sampledAccesses()).isPositive().isLessThan(160);
		zipf(map, 200_000, 40 * size);
		assertThat(stateOf(map).curve()).isNotEmpty().allSatisfy((prediction) -> {
			assertThat(prediction.sampledMisses()).isGreaterThan(100);
			assertThat(Math.abs(prediction.missFactor() - 1)).isGreaterThan(0.03);
		});
	}

	@Test
	void theyHearOfHitsThatComeManyAtATime() {
		CacheMap<Object, Object> map = map(400);
		int hits = 0;
		int accesses = 400_000;
		for (int access = 0; access < accesses; access++) {
			hits += access(map, access % 500) ? 1 : 0;
		}
		double hitRatio = (double) hits / accesses;
		assertThat(hitRatio).isGreaterThan(0.7);
		for (SizePrediction prediction : stateOf(map).curve()) {
			if (prediction.factor() > 1) {
				assertThat(prediction.hitRatio(hitRatio)).isGreaterThan(0.97);
				assertThat(prediction.isReliable(hitRatio)).isTrue();
			}
		}
	}

	@Test
	void smallMapsAreSimulatedForAPartOfTheTimeOnly() {
		CacheMap<Object, Object> map = map(100);
		int accesses = 2_000_000;
		for (int id = 0; id < accesses; id++) {
			map.put(id, id);
		}
		// More of it at first: see ShadowSchedule.
		assertThat(stateOf(map).sampledAccesses()).isBetween(accesses / 60L, accesses / 20L);
	}

	@Test
	void largeMapsAreSampledThinlyAllTheTime() {
		int size = 50_000;
		CacheMap<Object, Object> map = map(size);
		for (int id = 0; id < 4 * size; id++) {
			map.put(id, id);
		}
		// 128 of 50,000 are sampled, those that come before the first eviction included.
		assertThat(stateOf(map).sampledAccesses()).isCloseTo(4 * 128, within(20L));
	}

	@Test
	void theyWithstandThreadsThatAllReadAndInsert() {
		CacheMap<Object, Object> map = map(300);
		Race.of(4, (number) -> {
			SplittableRandom own = new SplittableRandom(number);
			for (int access = 0; access < 200_000; access++) {
				int key = (int) Math.pow(3_000, own.nextDouble());
				if (map.get(key) == null) {
					map.put(key, key);
				}
				if (access % 1_000 == 0) {
					stateOf(map);
				}
			}
		});
		PolicyState state = stateOf(map);
		assertThat(state.sampledAccesses()).isPositive();
		assertThat(state.smallEntries() + state.mainEntries()).isEqualTo(300);
		assertThat(map).hasSize(300);
	}

	private static CacheMap<Object, Object> map(int size) {
		return CacheMapBuilder.of(Strategy.ADAPTIVE_FIFO).maximumSize(size).build();
	}

	private static PolicyState stateOf(CacheMap<Object, Object> map) {
		PolicyState state = map.policyState();
		assertThat(state).isNotNull();
		return state;
	}

	/** Each is used four times, among a thousand others, and then never again. */
	private void sessions(CacheMap<Object, Object> map, int accesses) {
		int[] sessions = new int[SESSIONS];
		int[] left = new int[SESSIONS];
		int next = 0;
		for (int access = 0; access < accesses; access++) {
			int session = this.random.nextInt(SESSIONS);
			if (left[session] == 0) {
				sessions[session] = next++;
				left[session] = 4;
			}
			left[session]--;
			access(map, "session " + sessions[session]);
		}
	}

	private double zipf(CacheMap<Object, Object> map, int accesses) {
		return zipf(map, accesses, 20 * SESSIONS);
	}

	private double zipf(CacheMap<Object, Object> map, int accesses, int keys) {
		int hits = 0;
		for (int access = 0; access < accesses; access++) {
			hits += access(map, (int) Math.pow(keys, this.random.nextDouble())) ? 1 : 0;
		}
		return (double) hits / accesses;
	}

	private static boolean access(CacheMap<Object, Object> map, Object key) {
		if (map.get(key) != null) {
			return true;
		}
		map.put(key, key);
		return false;
	}

}
