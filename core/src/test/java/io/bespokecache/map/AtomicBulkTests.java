package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operations on several keys take effect at one instant, for readers of single keys too:
 * on every map whose strategy has {@link Capability#ATOMIC_BULK}.
 * <p>
 * Ten accounts hold an amount that never changes, because every write moves something
 * from one to another. Beside them keys come and go, to wear tables out.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("maps")
class AtomicBulkTests {

	private static final int ACCOUNTS = 10;

	private static final int EACH = 1_000;

	private static final int ROUNDS = 4_000;

	private static final int PASSERS_BY = 100;

	private static final int WRITERS = 2;

	private static final int READERS = 2;

	private final CacheMap<Object, Integer> map;

	private final AtomicInteger writing = new AtomicInteger(WRITERS);

	AtomicBulkTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	static Stream<MapUnderTest> maps() {
		return MapUnderTest.all().filter((subject) -> subject.strategy().can(Capability.ATOMIC_BULK));
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void readersOfAllKeysAtOnceMissNothingThatIsMoved(KeyShape shape) {
		race(shape, (keys) -> assertThat(sum(this.map.getAll(keys).values())).isEqualTo(ACCOUNTS * EACH));
		assertThat(sum(this.map.getAll(keys(shape)).values())).isEqualTo(ACCOUNTS * EACH);
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void readersOfTheWholeMapMissNothingThatIsMoved(KeyShape shape) {
		race(shape, (keys) -> {
			assertThat(sum(this.map.snapshot().values())).as("sum of a snapshot").isEqualTo(ACCOUNTS * EACH);
			int sum = 0;
			for (Integer amount : this.map.values()) {
				sum += amount;
			}
			assertThat(sum).as("sum of an iteration").isEqualTo(ACCOUNTS * EACH);
		});
		assertThat(sum(this.map.values())).isEqualTo(ACCOUNTS * EACH);
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void aReaderOfSingleKeysThatSawOneSeesTheOthersToo(KeyShape shape) {
		List<Object> keys = keys(shape);
		setAll(keys, 0);
		Race.of(1 + READERS, (number) -> {
			if (number == 0) {
				for (int version = 1; version <= Effort.times(10 * ROUNDS); version++) {
					setAll(keys, version);
					pass(shape, version);
				}
				this.writing.set(0);
			}
			else {
				SplittableRandom random = new SplittableRandom(number);
				int seen = 0;
				do {
					Object key = keys.get(random.nextInt(ACCOUNTS));
					Integer version = this.map.get(key);
					if (version == null || version < seen) {
						assertThat(version).as("version of %s", key).isGreaterThanOrEqualTo(seen);
					}
					else {
						seen = version;
					}
				}
				while (this.writing.get() > 0);
			}
		});
		assertThat(this.map.getAll(keys).values()).containsOnly(Effort.times(10 * ROUNDS));
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void replaceAllIsSeenWholeOrNotAtAll(KeyShape shape) {
		List<Object> keys = keys(shape);
		setAll(keys, 0);
		Race.of(WRITERS + READERS, (number) -> {
			if (number < WRITERS) {
				for (int round = 0; round < Effort.times(ROUNDS); round++) {
					this.map.replaceAll((key, version) -> version + 1);
				}
				this.writing.decrementAndGet();
			}
			else {
				watchEqualVersions(keys, number);
			}
		});
		assertThat(this.map.values()).hasSize(ACCOUNTS).containsOnly(WRITERS * Effort.times(ROUNDS));
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void keysThatComeAndGoTogetherAreAllThereOrNone(KeyShape shape) {
		List<Object> keys = keys(shape);
		Map<Object, Integer> all = new LinkedHashMap<>();
		keys.forEach((key) -> all.put(key, 1));
		List<Ending> endings = List.of(() -> this.map.removeAll(keys),
				() -> this.map.removeIf((key, value) -> value == 1), this.map::drain, () -> {
					this.map.clear();
					return ACCOUNTS;
				});
		Race.of(1 + READERS, (number) -> {
			if (number == 0) {
				for (int round = 0; round < Effort.times(ROUNDS); round++) {
					this.map.putAll(all);
					assertThat(endings.get(round % endings.size()).end()).isEqualTo(ACCOUNTS);
				}
				this.writing.set(0);
			}
			else {
				do {
					assertThat(this.map.getAll(keys).size()).isIn(0, ACCOUNTS);
					assertThat(this.map.snapshot().size()).isIn(0, ACCOUNTS);
				}
				while (this.writing.get() > 0);
			}
		});
		assertThat(this.map).isEmpty();
	}

	/** The value says in which round the group came; gone with one key, it stays gone. */
	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void aReaderOfSingleKeysThatMissedOneMissesTheOthersToo(KeyShape shape) {
		List<Object> keys = keys(shape);
		AtomicInteger started = new AtomicInteger();
		Race.of(1 + READERS, (number) -> {
			if (number == 0) {
				for (int round = 1; round <= Effort.times(ROUNDS); round++) {
					started.set(round);
					setAll(keys, round);
					assertThat(this.map.removeAll(keys)).isEqualTo(ACCOUNTS);
				}
				this.writing.set(0);
			}
			else {
				SplittableRandom random = new SplittableRandom(number);
				int gone = 0;
				int seen = 0;
				do {
					Integer round = this.map.get(keys.get(random.nextInt(ACCOUNTS)));
					if (round != null) {
						if (round <= gone || round < seen) {
							assertThat(round).as("a round that is not over")
								.isGreaterThan(gone)
								.isGreaterThanOrEqualTo(seen);
						}
						seen = round;
					}
					else {
						gone = seen;
					}
				}
				while (this.writing.get() > 0);
				assertThat(seen).isLessThanOrEqualTo(started.get());
			}
		});
		assertThat(this.map).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING" })
	void contendingRemovalsOfTheSameKeysCountEachOnce(KeyShape shape) {
		List<Object> keys = IntStream.range(0, 500).mapToObj(shape::key).toList();
		setAll(keys, 1);
		AtomicInteger removed = new AtomicInteger();
		Race.of(2, (number) -> {
			List<Object> order = new ArrayList<>(keys);
			Collections.shuffle(order, new Random(number));
			removed.addAndGet((int) this.map.removeAll(order));
		});
		assertThat(removed).hasValue(500);
		assertThat(this.map).isEmpty();
	}

	private void watchEqualVersions(List<Object> keys, int seed) {
		SplittableRandom random = new SplittableRandom(seed);
		int seen = 0;
		do {
			Collection<Integer> versions = this.map.getAll(keys).values();
			int version = versions.iterator().next();
			assertThat(versions).hasSize(ACCOUNTS).containsOnly(version);
			assertThat(version).isGreaterThanOrEqualTo(seen);
			Integer single = this.map.get(keys.get(random.nextInt(ACCOUNTS)));
			assertThat(single).isNotNull().isGreaterThanOrEqualTo(version);
			seen = (single != null) ? single : version;
		}
		while (this.writing.get() > 0);
	}

	/** Moves amounts between accounts, while readers look. */
	private void race(KeyShape shape, Consumer<List<Object>> look) {
		List<Object> keys = keys(shape);
		setAll(keys, EACH);
		Race.of(WRITERS + READERS, (number) -> {
			SplittableRandom random = new SplittableRandom(number);
			if (number < WRITERS) {
				for (int round = 0; round < Effort.times(ROUNDS); round++) {
					// Each writer has accounts of its own: it knows what they hold.
					move(keys.get(number), keys.get(number + WRITERS * (1 + random.nextInt(ACCOUNTS / WRITERS - 1))),
							random.nextInt(100));
					pass(shape, WRITERS * round + number);
				}
				this.writing.decrementAndGet();
			}
			else {
				do {
					look.accept(keys);
				}
				while (this.writing.get() > 0);
			}
		});
	}

	private void move(Object from, Object to, int amount) {
		Map<Object, Integer> balances = this.map.getAll(List.of(from, to));
		Map<Object, Integer> moved = new LinkedHashMap<>();
		moved.put(from, balanceOf(balances.get(from)) - amount);
		moved.put(to, balanceOf(balances.get(to)) + amount);
		this.map.putAll(moved);
	}

	private static int balanceOf(@Nullable Integer balance) {
		assertThat(balance).isNotNull();
		return (balance != null) ? balance : 0;
	}

	private void pass(KeyShape shape, int id) {
		this.map.put(shape.key(ACCOUNTS + id), 0);
		if (id >= PASSERS_BY) {
			this.map.remove(shape.key(ACCOUNTS + id - PASSERS_BY));
		}
	}

	private void setAll(List<Object> keys, int value) {
		Map<Object, Integer> all = new LinkedHashMap<>();
		keys.forEach((key) -> all.put(key, value));
		this.map.putAll(all);
	}

	private static List<Object> keys(KeyShape shape) {
		return IntStream.range(0, ACCOUNTS).mapToObj(shape::key).toList();
	}

	private static int sum(Collection<Integer> amounts) {
		return amounts.stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * A way for keys to go together.
	 */
	@FunctionalInterface
	private interface Ending {

		long end();

	}

}
