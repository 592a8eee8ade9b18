package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.bespokecache.map.CacheMap;
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
 * Reads of one key, and reads of ten keys at one instant, beside overwrites of one key.
 * An atomic read is {@link CacheMap#getAll}; of the hash map with a read-write lock it is
 * ten reads under the read lock, into a hash map. Keys are those of a
 * {@link CallSequence}.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.AtomicReadBenchmark' --rounds 5 --threads 2
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class AtomicReadBenchmark {

	private static final int BATCH = 10;

	/**
	 * Reads or overwrites one key.
	 * @param shared the map
	 * @param own the thread's place in its calls
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object single(Shared shared, Own own) {
		int call = own.next++;
		Object key = own.calls.key(call);
		return own.calls.writes(call) ? shared.map.put(key, own) : shared.map.get(key);
	}

	/**
	 * Reads ten keys at one instant, or overwrites one.
	 * @param shared the map
	 * @param own the thread's place in its calls
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object atomic(Shared shared, Own own) {
		int call = own.next++;
		return own.calls.writes(call) ? shared.map.put(own.calls.key(call), own)
				: shared.getAll.apply(own.batches.get(call & (Own.BATCHES - 1)));
	}

	/**
	 * The map, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The map that is measured. */
		@Param({ "READ_WRITE_LOCK_HASH_MAP", "READ_WRITE_LOCK" })
		public Implementation implementation = Implementation.READ_WRITE_LOCK_HASH_MAP;

		/** What its keys are. */
		@Param({ "LONG", "SHORT_STRING", "LONG_STRING" })
		public Keys keys = Keys.LONG;

		/** How often each is asked for. */
		@Param("ZIPF")
		public Distribution distribution = Distribution.ZIPF;

		/** How many entries it has. */
		@Param("100000")
		public int entries;

		/** How many of a hundred calls read. */
		@Param({ "100", "99", "90" })
		public int reads;

		Map<Object, Object> map = Map.of();

		Function<Collection<Object>, Map<Object, Object>> getAll = (keys) -> Map.of();

		@Setup
		public void fill() {
			Filling.pollute(this.implementation);
			this.map = this.implementation.create(this.entries);
			Filling.fill(this.map, Filling.keys(this.keys::key, this.entries), this);
			this.getAll = atomicReadOf(this.map);
		}

		private static Function<Collection<Object>, Map<Object, Object>> atomicReadOf(Map<Object, Object> map) {
			if (map instanceof ReadWriteLockHashMap<Object, Object> locked) {
				return locked::getAll;
			}
			if (map instanceof CacheMap<Object, Object> ours) {
				return ours::getAll;
			}
			throw new IllegalArgumentException("No atomic reads: " + map.getClass());
		}

	}

	/**
	 * The calls that a thread makes.
	 */
	@State(Scope.Thread)
	public static class Own {

		static final int BATCHES = 1 << 14;

		CallSequence calls = CallSequence.NONE;

		final List<List<Object>> batches = new ArrayList<>(BATCHES);

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
			ToIntFunction<SplittableRandom> numbers = shared.distribution.over(shared.entries);
			for (int i = 0; i < BATCHES; i++) {
				List<Object> batch = new ArrayList<>(BATCH);
				for (int j = 0; j < BATCH; j++) {
					batch.add(shared.keys.key(numbers.applyAsInt(random)));
				}
				this.batches.add(batch);
			}
			this.calls = new CallSequence(shared.keys::key, shared.distribution, shared.entries, shared.reads);
		}

	}

}
