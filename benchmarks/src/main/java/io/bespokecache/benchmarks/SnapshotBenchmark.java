package io.bespokecache.benchmarks;

import java.util.Iterator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a snapshot map is for: writes that do not copy the map, against a hash map that
 * they copy, and iterations over all entries, against {@code ConcurrentHashMap}'s.
 * <p>
 * A write overwrites a key, or puts a new key and removes the oldest, which are two
 * writes; its figure is nanoseconds a call. An iteration reads each key and each value
 * that it is shown, in a map that a collection has arranged ({@code collected} true) or
 * one as it was put; its figure is nanoseconds for all entries.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.SnapshotBenchmark' --rounds 5 --threads 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SnapshotBenchmark {

	/**
	 * Overwrites a key.
	 * @param written the map
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object overwrite(Written written) {
		return written.map.put(written.key(written.random.nextInt(written.entries)), written);
	}

	/**
	 * Puts a new key and removes the oldest.
	 * @param written the map
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object replace(Written written) {
		written.map.put(written.key(written.oldest + written.entries), written);
		return written.map.remove(written.key(written.oldest++));
	}

	/**
	 * Iterates with {@link Map#forEach}.
	 * @param filled the map
	 * @return what the entries sum to
	 */
	@Benchmark
	public long forEach(Filled filled) {
		long[] sum = { 0 };
		filled.map.forEach((key, value) -> sum[0] += key.hashCode() + value.hashCode());
		return sum[0];
	}

	/**
	 * Iterates over the entries.
	 * @param filled the map
	 * @return what they sum to
	 */
	@Benchmark
	public long entryIterator(Filled filled) {
		long sum = 0;
		for (Map.Entry<Object, Object> entry : filled.map.entrySet()) {
			sum += entry.getKey().hashCode() + entry.getValue().hashCode();
		}
		return sum;
	}

	/**
	 * Iterates over the keys.
	 * @param filled the map
	 * @return what they sum to
	 */
	@Benchmark
	public long keyIterator(Filled filled) {
		return sum(filled.map.keySet().iterator());
	}

	/**
	 * Iterates over the values.
	 * @param filled the map
	 * @return what they sum to
	 */
	@Benchmark
	public long valueIterator(Filled filled) {
		return sum(filled.map.values().iterator());
	}

	private static long sum(Iterator<Object> iterator) {
		long sum = 0;
		while (iterator.hasNext()) {
			sum += iterator.next().hashCode();
		}
		return sum;
	}

	private static Map<Object, Object> filled(Implementation implementation, Keys keys, int entries) {
		Map<Object, Object> map = implementation.create(entries);
		Filling.fill(map, Filling.keys(keys::key, entries), implementation);
		return map;
	}

	/**
	 * A map that is written to.
	 */
	@State(Scope.Benchmark)
	public static class Written {

		/** The map that is measured. */
		@Param({ "COPY_ON_WRITE_HASH_MAP", "SNAPSHOT" })
		public Implementation implementation = Implementation.SNAPSHOT;

		/** What its keys are. */
		@Param({ "LONG", "SHORT_STRING" })
		public Keys keys = Keys.LONG;

		/** How many entries it has. */
		@Param("100000")
		public int entries;

		Map<Object, Object> map = Map.of();

		final SplittableRandom random = new SplittableRandom(1);

		long oldest;

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = filled(this.implementation, this.keys, this.entries);
		}

		Object key(long number) {
			return this.keys.key(number);
		}

	}

	/**
	 * A map that is iterated over.
	 */
	@State(Scope.Benchmark)
	public static class Filled {

		/** The map that is measured. */
		@Param({ "CONCURRENT_HASH_MAP", "SNAPSHOT" })
		public Implementation implementation = Implementation.SNAPSHOT;

		/** What its keys are. */
		@Param({ "LONG", "SHORT_STRING" })
		public Keys keys = Keys.LONG;

		/** How many entries it has. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		/** Whether a collection has arranged keys and values since they were put. */
		@Param({ "true", "false" })
		public boolean collected;

		Map<Object, Object> map = Map.of();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			for (int i = 0; i < this.entries; i++) {
				this.map.put(this.keys.key(i), (long) i + this.entries);
			}
			if (this.collected) {
				System.gc();
			}
		}

	}

}
