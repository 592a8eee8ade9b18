package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads and overwrites of String keys, by Zipf's law with exponent 0.99. Query keys are
 * equal to the stored ones but not identical. Before it is measured the implementation
 * has seen keys of other types, as a map in a real application has; a promoting map has
 * promoted all keys.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar --rounds 5
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms3g", "-Xmx3g" })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ReadWriteBenchmark {

	private static final double EXPONENT = 0.99;

	private static final long SEED = 20_260_101;

	/**
	 * Reads or overwrites one key.
	 * @param shared the map
	 * @param own the thread's place in its sequence of keys
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object readWrite(Shared shared, Own own) {
		int next = own.next++ & Own.MASK;
		Object key = own.keys[next];
		return own.writes[next] ? shared.map.put(key, own) : shared.map.get(key);
	}

	/**
	 * The map, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The map that is measured. */
		@Param({ "CONCURRENT_HASH_MAP", "PROMOTING", "SHARDED", "SNAPSHOT", "READ_WRITE_LOCK", "MUTEX", "CAFFEINE",
				"CAFFEINE_BOUNDED", "CLASSIC_SYNC_MAP" })
		public Implementation implementation = Implementation.CONCURRENT_HASH_MAP;

		/** How many entries it has. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		/** How many of a hundred calls read. */
		@Param({ "100", "99", "90", "50" })
		public int reads;

		Map<Object, Object> map = Map.of();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			for (int i = 0; i < this.entries; i++) {
				this.map.put(key(i), this);
			}
			Filling.promote(this.map, equalKeys(this.entries));
		}

		static Object key(int index) {
			return "customer:" + index;
		}

		static Object[] equalKeys(int entries) {
			Object[] keys = new Object[entries];
			for (int i = 0; i < entries; i++) {
				keys[i] = key(i);
			}
			return keys;
		}

	}

	/**
	 * The keys that a thread asks for.
	 */
	@State(Scope.Thread)
	public static class Own {

		private static final int LENGTH = 1 << 17;

		static final int MASK = LENGTH - 1;

		final Object[] keys = new Object[LENGTH];

		final boolean[] writes = new boolean[LENGTH];

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
			Zipf zipf = new Zipf(shared.entries, EXPONENT, SEED);
			Object[] equalKeys = Shared.equalKeys(shared.entries);
			for (int i = 0; i < LENGTH; i++) {
				this.keys[i] = equalKeys[zipf.draw(random)];
				this.writes[i] = random.nextInt(100) >= shared.reads;
			}
		}

	}

}
