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
 * Reads of keys that are there, of every kind of key. Each key that is asked for is an
 * object of its own, equal to the stored one and not identical, and they lie in memory in
 * the order in which they are asked for: an application, too, has just made the key that
 * it asks for, or received it. Before it is measured the implementation has seen keys of
 * every kind; a promoting map has promoted all keys; and the entries have survived a
 * collection, as those of a cache have.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.ReadBenchmark' --rounds 5
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
		return shared.map.get(own.keys[own.next++ & own.mask]);
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

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			for (int i = 0; i < this.entries; i++) {
				this.map.put(this.keys.key(i), this);
			}
			Object[] equalKeys = new Object[this.entries];
			for (int i = 0; i < this.entries; i++) {
				equalKeys[i] = this.keys.key(i);
			}
			Filling.promote(this.map, equalKeys);
		}

	}

	/**
	 * The keys that a thread asks for.
	 */
	@State(Scope.Thread)
	public static class Own {

		private static final int SHORTEST = 1 << 17;

		Object[] keys = {};

		int mask;

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
			ToIntFunction<SplittableRandom> draws = shared.distribution.over(shared.entries);
			int length = Math.max(Integer.highestOneBit(shared.entries) * 2, SHORTEST);
			this.keys = new Object[length];
			this.mask = length - 1;
			for (int i = 0; i < length; i++) {
				this.keys[i] = shared.keys.key(draws.applyAsInt(random));
			}
			System.gc();
		}

	}

}
