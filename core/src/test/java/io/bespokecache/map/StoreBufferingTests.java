package io.bespokecache.map;

import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of two threads that each write one key and then read the other's, one sees the other's
 * write. A map that only publishes its writes, without ordering its later reads behind
 * them, lets both miss.
 */
@EveryMap
class StoreBufferingTests {

	private static final int ROUNDS = 30;

	private static final int PAIRS = 250;

	private static final int SPINS = 1_000;

	private final CacheMap<Object, Boolean> map;

	private final AtomicIntegerArray progress = new AtomicIntegerArray(2);

	StoreBufferingTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING", "LONGS" })
	void ofTwoInsertionsOneIsSeen(KeyShape shape) {
		assertOneIsSeen(shape, CacheMap::remove, (map, key) -> map.put(key, true), Objects::nonNull);
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING", "LONGS" })
	void ofTwoOverwritesOneIsSeen(KeyShape shape) {
		assertOneIsSeen(shape, (map, key) -> map.put(key, false), (map, key) -> map.put(key, true),
				Boolean.TRUE::equals);
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING", "LONGS" })
	void ofTwoRemovalsOneIsSeen(KeyShape shape) {
		assertOneIsSeen(shape, (map, key) -> map.put(key, false), CacheMap::remove, Objects::isNull);
	}

	private void assertOneIsSeen(KeyShape shape, BiConsumer<CacheMap<Object, Boolean>, Object> reset,
			BiConsumer<CacheMap<Object, Boolean>, Object> write, Predicate<@Nullable Boolean> isWritten) {
		boolean[][] seen = new boolean[2][PAIRS];
		CyclicBarrier barrier = new CyclicBarrier(2);
		Race.of(2, (number) -> {
			for (int round = 0; round < Effort.times(ROUNDS); round++) {
				for (int pair = 0; pair < PAIRS; pair++) {
					reset.accept(this.map, shape.key(2 * pair + number));
				}
				barrier.await();
				for (int pair = 0; pair < PAIRS; pair++) {
					Object own = shape.key(2 * pair + number);
					Object others = shape.key(2 * pair + 1 - number);
					meet(number, round * PAIRS + pair);
					write.accept(this.map, own);
					seen[number][pair] = isWritten.test(this.map.get(others));
				}
				barrier.await();
				for (int pair = number; pair < PAIRS; pair += 2) {
					assertThat(seen[0][pair] || seen[1][pair]).as("pair %s of round %s", pair, round).isTrue();
				}
				barrier.await();
			}
		});
	}

	/** Brings both threads to the same pair at the same time, if the other one runs. */
	private void meet(int number, int pair) {
		this.progress.set(number, pair);
		for (int spin = 0; spin < SPINS && this.progress.get(1 - number) < pair; spin++) {
			Thread.onSpinWait();
		}
	}

}
