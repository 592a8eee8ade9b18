package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
 * Keys that come and go: one call in ten puts a new key and removes the oldest, the
 * others read a key that is there. Each thread has a share of the keys that it alone
 * changes and reads. All keys are new objects, and making them is part of the time,
 * whatever the map. What is there at first has survived a collection.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.ChurnBenchmark' --rounds 5 --threads 2
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 10, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ChurnBenchmark {

	private static final int READS_A_CHURN = 9;

	/**
	 * Reads a key, or puts a new one and removes the oldest.
	 * @param shared the map
	 * @param own the thread's share of the keys
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object churn(Shared shared, Own own) {
		if (own.turn++ == READS_A_CHURN) {
			own.turn = 0;
			shared.map.put(own.key(own.newest++), own);
			return shared.map.remove(own.key(own.oldest++));
		}
		return shared.map.get(own.key(own.oldest + own.random.nextInt(own.entries)));
	}

	/**
	 * The map.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The map that is measured. */
		@Param({ "CONCURRENT_HASH_MAP", "SHARDED" })
		public Implementation implementation = Implementation.CONCURRENT_HASH_MAP;

		/** What its keys are. */
		@Param({ "LONG", "SHORT_STRING", "RECORD" })
		public Keys keys = Keys.LONG;

		/** Whether a new key follows the one before. */
		@Param({ "true", "false" })
		public boolean sequential;

		/** How many entries it has. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		Map<Object, Object> map = Map.of();

		final AtomicInteger threads = new AtomicInteger();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
		}

	}

	/**
	 * A thread's share of the keys.
	 */
	@State(Scope.Thread)
	public static class Own {

		/** Ids that a thread has for itself. */
		private static final long RANGE = 400_000_000;

		/** A prime, and so no common factor: every id has another place in the range. */
		private static final long STRIDE = 236_887_691;

		final SplittableRandom random = new SplittableRandom(1);

		Keys keys = Keys.LONG;

		boolean sequential;

		int entries;

		long first;

		long newest;

		long oldest;

		int turn;

		@Setup(Level.Trial)
		public void fill(Shared shared) {
			this.keys = shared.keys;
			this.sequential = shared.sequential;
			this.entries = shared.entries / 2;
			this.first = shared.threads.getAndIncrement() * RANGE;
			for (int i = 0; i < this.entries; i++) {
				shared.map.put(key(this.newest++), this);
			}
			System.gc();
		}

		Object key(long number) {
			return this.keys.key(this.first + (this.sequential ? number : number * STRIDE % RANGE));
		}

	}

}
