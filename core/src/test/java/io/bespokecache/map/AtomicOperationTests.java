package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operations on one key are atomic while threads contend for it.
 */
@EveryMap
class AtomicOperationTests {

	private static final int THREADS = 4;

	private static final int KEYS = 500;

	private static final int ROUNDS = 20;

	private static final int ADDITIONS = KEYS * ROUNDS;

	private final CacheMap<Object, Integer> map;

	AtomicOperationTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource
	void computeIfAbsentRunsOneFunctionAKey(KeyShape shape) {
		AtomicIntegerArray calls = new AtomicIntegerArray(KEYS);
		Race.of(THREADS, (number) -> {
			for (int id = 0; id < KEYS; id++) {
				int index = id;
				Integer value = this.map.computeIfAbsent(shape.key(id), (key) -> calls.incrementAndGet(index) + index);
				assertThat(value).isEqualTo(id + 1);
			}
		});
		for (int id = 0; id < KEYS; id++) {
			assertThat(calls.get(id)).isEqualTo(1);
		}
		assertThat(this.map).hasSize(KEYS);
	}

	@ParameterizedTest
	@EnumSource
	void mergeComputeAndReplaceLoseNoAddition(KeyShape shape) {
		int counters = 20;
		LongAdder calls = new LongAdder();
		Race.of(THREADS, (number) -> {
			for (int round = 0; round < ADDITIONS; round++) {
				Object key = shape.key(round % counters);
				switch ((round + number) % 4) {
					case 0 -> this.map.merge(key, 1, (former, value) -> counted(calls, former + value));
					case 1 -> this.map.compute(key, (same, value) -> (value != null) ? counted(calls, value + 1) : 1);
					case 2 -> {
						this.map.putIfAbsent(key, 0);
						this.map.computeIfPresent(key, (same, value) -> counted(calls, value + 1));
					}
					default -> increment(key);
				}
			}
		});
		assertThat(this.map.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(THREADS * ADDITIONS);
		assertThat(calls.sum()).as("functions run at most once a call").isLessThanOrEqualTo(THREADS * (long) ADDITIONS);
		assertThat(this.map).hasSize(counters);
	}

	@ParameterizedTest
	@EnumSource
	void ofContendingInsertionsAndRemovalsOneWins(KeyShape shape) {
		LongAdder inserted = new LongAdder();
		LongAdder removed = new LongAdder();
		Race.of(THREADS, (number) -> {
			for (int round = 0; round < ROUNDS; round++) {
				for (int id = 0; id < KEYS; id++) {
					if (this.map.putIfAbsent(shape.key(id), 1) == null) {
						inserted.increment();
					}
					boolean won = (round % 2 == 0) ? this.map.remove(shape.key(id), 1)
							: this.map.remove(shape.key(id)) != null;
					if (won) {
						removed.increment();
					}
				}
			}
		});
		assertThat(inserted.sum()).isEqualTo(removed.sum()).isPositive();
		assertThat(this.map).isEmpty();
		assertThat(this.map.mappingCount()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void contendingDrainsCountEachEntryOnce(KeyShape shape) {
		for (int id = 0; id < KEYS; id++) {
			this.map.put(shape.key(id), id);
		}
		LongAdder drained = new LongAdder();
		Race.of(THREADS, (number) -> drained.add(this.map.drain()));
		assertThat(drained.sum()).isEqualTo(KEYS);
		assertThat(this.map).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void threadsThatGrowTheMapTogetherLoseNothing(KeyShape shape) {
		int own = KEYS * 4;
		int all = THREADS * own;
		Race.of(THREADS, (number) -> {
			for (int id = number * own; id < (number + 1) * own; id++) {
				assertThat(this.map.put(shape.key(id), id)).isNull();
				assertThat(this.map.get(shape.key(id))).isEqualTo(id);
			}
		});
		assertThat(this.map).hasSize(all);
		assertThat(this.map.mappingCount()).isEqualTo(all);
		for (int id = 0; id < all; id++) {
			assertThat(this.map.get(shape.key(id))).isEqualTo(id);
		}
	}

	private void increment(Object key) {
		while (true) {
			Integer value = this.map.get(key);
			if ((value != null) ? this.map.replace(key, value, value + 1) : this.map.putIfAbsent(key, 1) == null) {
				return;
			}
		}
	}

	private static Integer counted(LongAdder calls, Integer value) {
		calls.increment();
		return value;
	}

}
