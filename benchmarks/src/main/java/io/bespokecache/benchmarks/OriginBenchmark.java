package io.bespokecache.benchmarks;

import java.util.Map;
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
 * The tables of the origin, an article about Go's sync.Map: reads and overwrites of
 * String keys, uniform or with a hot prefix, over our maps and its baselines. With a hot
 * prefix two in five of all calls go to one in a hundred keys, which have a prefix of
 * their own.
 *
 * <pre>
 * # uniform and hot-prefix load
 * java -jar benchmarks/target/benchmarks.jar '\.OriginBenchmark' --rounds 5 --threads 2 \
 *     -p reads=90 -p entries=100000
 *
 * # the knee of the read-write lock
 * java -jar benchmarks/target/benchmarks.jar '\.OriginBenchmark' --rounds 5 --threads 2 \
 *     -p load=UNIFORM -p entries=100000 -p reads=99,95,90,75,50 -p implementation=CONCURRENT_HASH_MAP,\
 * SHARDED,READ_WRITE_LOCK,MUTEX,STRIPED_HASH_MAP,READ_WRITE_LOCK_HASH_MAP,SYNCHRONIZED_HASH_MAP
 *
 * # copy-on-write against a read-write lock
 * java -jar benchmarks/target/benchmarks.jar '\.OriginBenchmark' --rounds 5 --threads 2 \
 *     -p load=UNIFORM -p entries=1000,100000 -p reads=100,99.9,99,90 -p implementation=\
 * READ_WRITE_LOCK_HASH_MAP,COPY_ON_WRITE_HASH_MAP,SNAPSHOT,READ_WRITE_LOCK
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class OriginBenchmark {

	/**
	 * Reads or overwrites one key.
	 * @param shared the map
	 * @param own the thread's place in its calls
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object readWrite(Shared shared, Own own) {
		int call = own.next++;
		Object key = own.calls.key(call);
		return own.calls.writes(call) ? shared.map.put(key, own) : shared.map.get(key);
	}

	/**
	 * The map, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The map that is measured. */
		@Param({ "CONCURRENT_HASH_MAP", "PROMOTING", "SHARDED", "READ_WRITE_LOCK", "MUTEX", "CLASSIC_SYNC_MAP",
				"STRIPED_HASH_MAP", "READ_WRITE_LOCK_HASH_MAP", "SYNCHRONIZED_HASH_MAP" })
		public Implementation implementation = Implementation.CONCURRENT_HASH_MAP;

		/** How often each key is asked for. */
		@Param({ "UNIFORM", "HOT" })
		public Distribution load = Distribution.UNIFORM;

		/** How many entries it has. */
		@Param({ "1000", "100000" })
		public int entries;

		/** How many of a hundred calls read. */
		@Param({ "99", "90", "50" })
		public double reads;

		Map<Object, Object> map = Map.of();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			Filling.fill(this.map, Filling.keys(this::key, this.entries), this);
			Filling.promote(this.map, Filling.keys(this::key, this.entries));
		}

		Object key(int number) {
			return ((number < Distribution.hot(this.entries)) ? "hot:user:" : "user:") + number;
		}

	}

	/**
	 * The calls that a thread makes.
	 */
	@State(Scope.Thread)
	public static class Own {

		CallSequence calls = CallSequence.NONE;

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			this.calls = new CallSequence(shared::key, shared.load, shared.entries, shared.reads);
		}

	}

}
