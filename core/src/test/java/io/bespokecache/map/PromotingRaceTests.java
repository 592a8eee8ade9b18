package io.bespokecache.map;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
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
 * What writers, readers and iterators do to an entry between the two steps of its move,
 * and what a writer does who does not know yet that the delta has been closed.
 */
class PromotingRaceTests {

	private static final int KEYS = 60;

	private final Queue<Runnable> maintenance = new ArrayDeque<>();

	private final PromotingCacheMap<Object, Object> map = new PromotingCacheMap<>(builder());

	private final Map<Object, Object> expected = new HashMap<>();

	private final Random random = new Random(1);

	private int failures;

	@ParameterizedTest
	@EnumSource
	void aValueThatIsSetWhileItsEntryMovesIsKept(KeyShape shape) {
		interfere(shape, (key) -> put(key, new Object()));
	}

	@ParameterizedTest
	@EnumSource
	void anEntryThatIsRemovedWhileItMovesStaysAway(KeyShape shape) {
		interfere(shape, (key) -> {
			if (this.random.nextInt(KEYS) == 0) {
				remove(key);
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void allEntriesCanBeRemovedWhileOneMoves(KeyShape shape) {
		interfere(shape, this::remove);
	}

	@ParameterizedTest
	@EnumSource
	void anEntryThatIsRemovedAndPutBackWhileItMovesIsThereOnce(KeyShape shape) {
		interfere(shape, (key) -> {
			remove(key);
			put(key, new Object());
		});
	}

	@ParameterizedTest
	@EnumSource
	void anythingCanHappenWhileAnEntryMoves(KeyShape shape) {
		interfere(shape, (key) -> {
			switch (this.random.nextInt(8)) {
				case 0 -> put(key, new Object());
				case 1 -> remove(key);
				case 2 -> assertThat(this.map.remove(key, "nothing")).isFalse();
				case 3 -> {
					Object value = new Object();
					assertThat(this.map.replace(key, value)).isSameAs(this.expected.replace(key, value));
				}
				case 4 -> assertThat(this.map.computeIfPresent(key, (sameKey, value) -> null))
					.isSameAs(this.expected.computeIfPresent(key, (sameKey, value) -> null));
				case 5 -> {
					Object value = new Object();
					assertThat(this.map.putIfAbsent(key, value)).isSameAs(this.expected.putIfAbsent(key, value));
				}
				default -> {
				}
			}
			assertThat(this.map.get(key)).isSameAs(this.expected.get(key));
		});
	}

	@ParameterizedTest
	@EnumSource
	void aMoveThatFailsBetweenItsStepsIsGoneOnWith(KeyShape shape) {
		interfere(shape, (key) -> {
			if (this.random.nextBoolean()) {
				put(key, new Object());
			}
			else {
				remove(key);
			}
			if (this.random.nextInt(KEYS) == 0) {
				throw new FailedMoveException();
			}
		});
		assertThat(this.failures).isPositive();
	}

	@Test
	void aKeyWhoseHashCodeFailsDoesNotFailThePutOfAnother() {
		boolean[] fails = { false };
		for (int id = 0; id < 200; id++) {
			put(new FailingKey(id, fails), id);
		}
		this.map.beforeMark = () -> fails[0] = true;
		for (int read = 0; read < 20_000 && this.failures == 0; read++) {
			this.map.get("nobody's");
			if (!fails[0]) {
				this.map.get(new FailingKey(0, fails));
			}
			runMaintenance();
		}
		assertThat(this.failures).isPositive();
		put("another", "value");
		assertThat(this.map.get("another")).isEqualTo("value");
		fails[0] = false;
		this.map.beforeMark = null;
		promote("another");
		assertSame();
	}

	@Test
	void aValueThatEqualsTheOneBeforeIsKeptItself() {
		interfere(KeyShape.COLLIDING, (key) -> put(key, new String("equal")));
	}

	@Test
	void aPromotionWaitsForAWriterWhoPutsANewKeyIntoTheDeltaThatItHasClosed() throws InterruptedException {
		CallingKey late = new CallingKey(1_000);
		for (int id = 0; id < 100; id++) {
			put(new CallingKey(id), id);
		}
		promote(new CallingKey(0));
		put(new CallingKey(100), 100);
		for (int read = 0; read < 5_000; read++) {
			this.map.get(new CallingKey(100));
		}
		assertThat(this.maintenance).hasSize(1);
		// When it is compared with a key in the read table, the levels are known.
		late.action = () -> {
			SegmentTable delta = this.map.levels().delta;
			Thread promoting = new Thread(this.maintenance.remove());
			promoting.start();
			join(promoting);
			assertThat(this.map.levels().folding).isSameAs(delta);
			assertThat(this.map.levels().next).isNull();
		};
		put(late, "late");
		SegmentTable folding = Objects.requireNonNull(this.map.levels().folding);
		assertThat(folding.get(late, KeyHash.of(late))).isEqualTo("late");
		assertSame();
		promote(new CallingKey(100));
		assertThat(this.map.statistics().promotions()).isEqualTo(2);
		assertThat(this.map.levels().read.live()).isEqualTo(102);
		assertSame();
	}

	/**
	 * Promotes keys of the read table and of the delta, some of them dead, and does
	 * something to each key, or to the half of them, between any two steps.
	 */
	private void interfere(KeyShape shape, Interference interference) {
		int moves = 0;
		for (int round = 0; round < 30; round++) {
			for (int id = 0; id < KEYS; id++) {
				if (this.random.nextInt(3) > 0) {
					put(shape.key(id + 20 * round), new Object());
				}
			}
			int from = 20 * round;
			int divisor = 1 + round % 3;
			int[] marks = { 0 };
			this.map.beforeMark = () -> {
				marks[0]++;
				for (int id = Math.max(from - 20, 0); id < from + KEYS; id++) {
					if (id % divisor == 0) {
						interference.with(shape.key(id));
					}
				}
				if (marks[0] % 8 == 0) {
					assertSame();
				}
			};
			promote(shape.key(from + KEYS - 1));
			this.map.beforeMark = null;
			for (int id = 0; this.map.levels().folding != null && id < 200; id++) {
				put(shape.key(1_000 + 200 * round + id), new Object());
				runMaintenance();
			}
			moves += marks[0];
			assertSame();
			assertDeadSlotsAreCounted();
		}
		assertThat(moves).isPositive();
		assertThat(this.map.statistics().promotions()).isGreaterThan(5);
	}

	private void put(Object key, Object value) {
		assertThat(this.map.put(key, value)).isSameAs(this.expected.put(key, value));
	}

	private void remove(Object key) {
		assertThat(this.map.remove(key)).isSameAs(this.expected.remove(key));
	}

	private void promote(Object key) {
		long promotions = this.map.statistics().promotions();
		for (int read = 0; read < 20_000 && this.map.statistics().promotions() == promotions; read++) {
			this.map.get(key);
			runMaintenance();
		}
	}

	private void runMaintenance() {
		while (!this.maintenance.isEmpty()) {
			try {
				this.maintenance.remove().run();
			}
			catch (FailedMoveException ex) {
				this.failures++;
			}
		}
	}

	private void assertSame() {
		assertThat(this.map.mappingCount()).isEqualTo(this.expected.size());
		Set<Object> shown = new HashSet<>();
		this.map.forEach((key, value) -> {
			assertThat(shown.add(key)).isTrue();
			assertThat(value).isSameAs(this.expected.get(key));
		});
		assertThat(shown).hasSameSizeAs(this.expected.keySet());
	}

	private void assertDeadSlotsAreCounted() {
		Levels levels = this.map.levels();
		Segment read = levels.read;
		long dead = 0;
		for (int slot = 0; slot < read.slots; slot++) {
			dead += (read.value(slot) == Segment.DEAD) ? 1 : 0;
		}
		var overflow = read.overflow();
		if (overflow != null) {
			dead += Collections.frequency(overflow.values(), Segment.DEAD);
		}
		Set<Stripe> stripes = Collections.newSetFromMap(new IdentityHashMap<>());
		for (int hash = 0; hash < 2 * 256; hash++) {
			stripes.add(this.map.stripe(hash));
		}
		assertThat(stripes.stream().mapToLong((stripe) -> stripe.dead(levels.readNumber)).sum()).isEqualTo(dead);
	}

	private CacheMapBuilder<Object, Object> builder() {
		CacheMapBuilder<Object, Object> builder = CacheMapBuilder.of(Strategy.PROMOTING);
		long[] nanos = { 1 };
		builder.nanoClock(() -> nanos[0] += 1_000_000_000);
		builder.maintenance = this.maintenance::add;
		return builder;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private interface Interference {

		void with(Object key);

	}

	/** A key that calls something when it is first compared with another. */
	private static final class CallingKey {

		private final int id;

		private @Nullable Runnable action;

		CallingKey(int id) {
			this.id = id;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			Runnable action = this.action;
			if (action != null) {
				this.action = null;
				action.run();
			}
			return other instanceof CallingKey key && key.id == this.id;
		}

		@Override
		public int hashCode() {
			return this.id % 1_000;
		}

	}

	/** A key that has no hash code while a flag is set. */
	@SuppressWarnings("InconsistentHashCode") // the flag only tells whether there is one
	private static final class FailingKey {

		private final int id;

		private final boolean[] fails;

		FailingKey(int id, boolean[] fails) {
			this.id = id;
			this.fails = fails;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof FailingKey key && key.id == this.id;
		}

		@Override
		@SuppressWarnings("InconsistentHashCode") // the flag only tells whether there is
													// one
		public int hashCode() {
			if (this.fails[0]) {
				throw new FailedMoveException();
			}
			return this.id;
		}

	}

	private static final class FailedMoveException extends RuntimeException {

		private static final long serialVersionUID = 1;

	}

}
