package io.bespokecache.map;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers that find each of their own keys exactly as they left it, and readers that
 * never see a key go back, on one map.
 */
final class VersionTraffic {

	private static final int KEYS = 64;

	/** Keys that come and go beside those that are checked, to wear tables out. */
	private static final int PASSERS_BY = 100;

	private final CacheMap<Object, Long> map;

	private final KeyShape shape;

	private final int writers;

	private final VersionHistory history = new VersionHistory(KEYS);

	/** Whether a writer has failed, so that nobody waits for more. */
	private volatile boolean failed;

	VersionTraffic(CacheMap<Object, Long> map, KeyShape shape, int writers) {
		this.map = map;
		this.shape = shape;
		this.writers = writers;
	}

	boolean hasFailed() {
		return this.failed;
	}

	/** Once all have ended, the map has what was written last. */
	void checkEnd() {
		for (int key = 0; key < KEYS; key++) {
			assertThat(this.map.get(this.shape.key(key)))
				.isEqualTo(this.history.value(key, this.history.finished(key)));
		}
	}

	/** Writes keys of its own, a number of times. */
	void write(int writer, int writes, SplittableRandom random) {
		int[] left = { writes };
		write(writer, () -> left[0] > 0, () -> left[0]--, random);
	}

	/** Writes keys of its own for as long as it is told to, each as it has left it. */
	void write(int writer, BooleanSupplier going, Runnable written, SplittableRandom random) {
		try {
			for (int count = 0; going.getAsBoolean(); count++) {
				writeOnce(writer, count, random);
				written.run();
			}
		}
		catch (RuntimeException | Error ex) {
			this.failed = true;
			throw ex;
		}
	}

	private void writeOnce(int writer, int count, SplittableRandom random) {
		int key = random.nextInt(KEYS / this.writers) * this.writers + writer;
		@Nullable Long former = this.history.value(key, this.history.finished(key));
		@Nullable Long next = this.history.value(key, this.history.start(key));
		Object named = this.shape.key(key);
		boolean asExpected = (next != null)
				? (former != null) ? replace(named, former, next, random) : insert(named, next, random)
				: remove(named, former, random);
		assertThat(asExpected).as("key %s went from %s to %s", key, former, next).isTrue();
		this.history.finish(key);
		if (!Objects.equals(this.map.get(named), next)) {
			assertThat(this.map.get(named)).as("key %s after its write", key).isEqualTo(next);
		}
		pass(writer, count);
	}

	private void pass(int writer, int count) {
		int comes = KEYS + count * this.writers + writer;
		this.map.put(this.shape.key(comes), -1L);
		if (count >= PASSERS_BY) {
			assertThat(this.map.remove(this.shape.key(comes - PASSERS_BY * this.writers))).isEqualTo(-1L);
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

	/** Reads keys for as long as somebody writes. */
	void read(BooleanSupplier writing, SplittableRandom random) {
		read(writing, () -> {
		}, random);
	}

	/**
	 * Reads keys for as long as somebody writes.
	 * @param reading is called before each time that a key is looked up
	 */
	void read(BooleanSupplier writing, Runnable reading, SplittableRandom random) {
		long[] seen = new long[KEYS];
		do {
			for (int count = 0; count < 1_000; count++) {
				reading.run();
				int key = random.nextInt(KEYS);
				long oldest = Math.max(seen[key], this.history.finished(key));
				switch (count % 3) {
					case 0 -> seen[key] = this.history.check(key, oldest, this.map.get(this.shape.key(key)));
					case 1 -> this.history.checkPresence(key, oldest, this.map.containsKey(this.shape.key(key)));
					default -> {
						Long value = this.map.getOrDefault(this.shape.key(key), -1L);
						seen[key] = this.history.check(key, oldest, (value != -1L) ? value : null);
					}
				}
			}
			iterate(seen);
		}
		while (writing.getAsBoolean() && !this.failed);
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
