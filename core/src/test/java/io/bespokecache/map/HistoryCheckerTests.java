package io.bespokecache.map;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While tables are rebuilt and promoted under them, writers find each of their own keys
 * exactly as they left it, and readers never see a key go back: nothing is lost, nothing
 * comes back to life.
 * <p>
 * 10⁸ operations on every map:
 * {@code ./mvnw -pl core test -Dtest=HistoryCheckerTests -Dbespokecache.effort=1000}
 */
@EveryMap
class HistoryCheckerTests {

	private static final int WRITERS = 2;

	private static final int READERS = 2;

	private static final int KEYS = 64;

	private static final int WRITES = 12_500;

	/** Keys that come and go beside those that are checked, to wear tables out. */
	private static final int PASSERS_BY = 100;

	private final CacheMap<Object, Long> map;

	private final VersionHistory history = new VersionHistory(KEYS);

	private final AtomicInteger writing = new AtomicInteger(WRITERS);

	HistoryCheckerTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "TRUNCATED", "LONGS", "MIXED" })
	void noVersionIsLostOrComesBack(KeyShape shape) {
		Race.of(WRITERS + READERS, (number) -> {
			SplittableRandom random = new SplittableRandom(number);
			if (number < WRITERS) {
				write(shape, number, random);
				this.writing.decrementAndGet();
			}
			else {
				read(shape, random);
			}
		});
		for (int key = 0; key < KEYS; key++) {
			assertThat(this.map.get(shape.key(key))).isEqualTo(this.history.value(key, this.history.finished(key)));
		}
	}

	private void write(KeyShape shape, int writer, SplittableRandom random) {
		for (int count = 0; count < Effort.times(WRITES); count++) {
			int key = random.nextInt(KEYS / WRITERS) * WRITERS + writer;
			@Nullable Long former = this.history.value(key, this.history.finished(key));
			@Nullable Long next = this.history.value(key, this.history.start(key));
			boolean asExpected = (next != null) ? (former != null) ? replace(shape.key(key), former, next, random)
					: insert(shape.key(key), next, random) : remove(shape.key(key), former, random);
			assertThat(asExpected).as("key %s went from %s to %s", key, former, next).isTrue();
			this.history.finish(key);
			if (!Objects.equals(this.map.get(shape.key(key)), next)) {
				assertThat(this.map.get(shape.key(key))).as("key %s after its write", key).isEqualTo(next);
			}
			pass(shape, writer, count);
		}
	}

	private void pass(KeyShape shape, int writer, int count) {
		int comes = KEYS + count * WRITERS + writer;
		this.map.put(shape.key(comes), -1L);
		if (count >= PASSERS_BY) {
			assertThat(this.map.remove(shape.key(comes - PASSERS_BY * WRITERS))).isEqualTo(-1L);
		}
	}

	private boolean insert(Object key, Long next, SplittableRandom random) {
		return switch (random.nextInt(5)) {
			case 0 -> this.map.putIfAbsent(key, next) == null;
			case 1 -> next.equals(this.map.computeIfAbsent(key, (same) -> next));
			case 2 -> next.equals(this.map.compute(key, (same, former) -> (former == null) ? next : former));
			case 3 -> next.equals(this.map.merge(key, next, (former, same) -> former));
			default -> this.map.put(key, next) == null;
		};
	}

	private boolean replace(Object key, Long former, Long next, SplittableRandom random) {
		return switch (random.nextInt(6)) {
			case 0 -> former.equals(this.map.replace(key, next));
			case 1 -> !this.map.replace(key, -2L, next) && this.map.replace(key, former, next);
			case 2 -> next.equals(this.map.compute(key, (same, value) -> former.equals(value) ? next : value));
			case 3 -> next.equals(this.map.computeIfPresent(key, (same, value) -> former.equals(value) ? next : value));
			case 4 -> next.equals(this.map.merge(key, next, (value, same) -> former.equals(value) ? same : value));
			default -> former.equals(this.map.put(key, next));
		};
	}

	private boolean remove(Object key, @Nullable Long former, SplittableRandom random) {
		return switch (random.nextInt(4)) {
			case 0 -> this.map.remove(key, former);
			case 1 -> this.map.computeIfPresent(key, (same, value) -> null) == null;
			case 2 -> this.map.keySet().remove(key);
			default -> Objects.equals(this.map.remove(key), former);
		};
	}

	private void read(KeyShape shape, SplittableRandom random) {
		long[] seen = new long[KEYS];
		do {
			for (int count = 0; count < 1_000; count++) {
				int key = random.nextInt(KEYS);
				long oldest = Math.max(seen[key], this.history.finished(key));
				switch (count % 3) {
					case 0 -> seen[key] = this.history.check(key, oldest, this.map.get(shape.key(key)));
					case 1 -> this.history.checkPresence(key, oldest, this.map.containsKey(shape.key(key)));
					default -> {
						Long value = this.map.getOrDefault(shape.key(key), -1L);
						seen[key] = this.history.check(key, oldest, (value != -1L) ? value : null);
					}
				}
			}
			iterate(seen);
		}
		while (this.writing.get() > 0);
	}

	private void iterate(long[] seen) {
		long[] oldest = new long[KEYS];
		for (int key = 0; key < KEYS; key++) {
			oldest[key] = Math.max(seen[key], this.history.finished(key));
		}
		for (Map.Entry<Object, Long> entry : this.map.entrySet()) {
			if (entry.getValue() >= 0) {
				int key = (int) (entry.getValue() % KEYS);
				this.history.check(key, oldest[key], entry.getValue());
			}
		}
	}

}
