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
 * Reads and overwrites of keys that a map packs, and of such as it does not, as a
 * {@link CallSequence} has them. Before it is measured the implementation has seen keys
 * of every kind; a promoting map has promoted all keys; and the entries have survived a
 * collection.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.ReadWriteBenchmark' --rounds 5 --threads 2
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ReadWriteBenchmark {

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
		@Param({ "CONCURRENT_HASH_MAP", "SHARDED" })
		public Implementation implementation = Implementation.CONCURRENT_HASH_MAP;

		/** What its keys are. */
		@Param({ "SHORT_STRING", "LONG_STRING" })
		public Keys keys = Keys.SHORT_STRING;

		/** How often each is asked for. */
		@Param("ZIPF")
		public Distribution distribution = Distribution.ZIPF;

		/** How many entries it has. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		/** How many of a hundred calls read. */
		@Param({ "90", "50" })
		public int reads;

		Map<Object, Object> map = Map.of();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			Filling.fill(this.map, Filling.keys(this.keys::key, this.entries), this);
			Filling.promote(this.map, Filling.keys(this.keys::key, this.entries));
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
			this.calls = new CallSequence(shared.keys::key, shared.distribution, shared.entries, shared.reads);
		}

	}

}
