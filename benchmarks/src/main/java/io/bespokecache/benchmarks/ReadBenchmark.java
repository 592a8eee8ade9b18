package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

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
 * Reads of keys that are there, of every kind of key. The keys that are asked for are
 * equal to the stored ones but not identical, so with many of them each read waits for
 * its own key too, whatever the map. Before it is measured the implementation has seen
 * keys of every kind; a promoting map has promoted all keys.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar ReadBenchmark --rounds 5
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms3g", "-Xmx3g" })
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public class ReadBenchmark {

	/**
	 * Reads one key.
	 * @param shared the map
	 * @param own the thread's place in its sequence of keys
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object read(Shared shared, Own own) {
		return shared.map.get(shared.equalKeys[own.draws[own.next++ & Own.MASK]]);
	}

	/**
	 * The map, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The map that is measured. */
		@Param({ "CONCURRENT_HASH_MAP", "PROMOTING", "SHARDED" })
		public Implementation implementation = Implementation.CONCURRENT_HASH_MAP;

		/** What its keys are. */
		@Param
		public Keys keys = Keys.LONG;

		/** How often each is asked for. */
		@Param({ "ZIPF", "UNIFORM" })
		public Distribution distribution = Distribution.ZIPF;

		/** How many entries it has. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		Map<Object, Object> map = Map.of();

		Object[] equalKeys = {};

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			for (int i = 0; i < this.entries; i++) {
				this.map.put(this.keys.key(i), this);
			}
			this.equalKeys = new Object[this.entries];
			for (int i = 0; i < this.entries; i++) {
				this.equalKeys[i] = this.keys.key(i);
			}
			Filling.promote(this.map, this.equalKeys);
		}

	}

	/**
	 * The keys that a thread asks for.
	 */
	@State(Scope.Thread)
	public static class Own {

		private static final int LENGTH = 1 << 20;

		static final int MASK = LENGTH - 1;

		final int[] draws = new int[LENGTH];

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
			ToIntFunction<SplittableRandom> keys = shared.distribution.over(shared.entries);
			for (int i = 0; i < LENGTH; i++) {
				this.draws[i] = keys.applyAsInt(random);
			}
		}

	}

}
