package io.bespokecache.benchmarks;

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
 * Caches with a bound, with and without expiry, that count hits and misses, both sides
 * the same. Keys are short Strings, equal and not identical to the stored ones; before
 * they are measured the caches have seen keys of other kinds.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar BoundedBenchmark --rounds 5
 * java -jar benchmarks/target/benchmarks.jar BoundedBenchmark --rounds 5 -p implementation=CAFFEINE_SOFT,LRU_REFERENCE_SOFT
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class BoundedBenchmark {

	/** How many keys are asked for of a cache that cannot hold them all. */
	private static final int KEYS_AN_ENTRY = 20;

	private static final int POLLUTION = 20_000;

	/**
	 * Reads keys that are there, by Zipf's law.
	 * @param shared the cache
	 * @param own the thread's place in its calls
	 * @return what the cache returned
	 */
	@Benchmark
	public @Nullable Object get(Shared shared, Own own) {
		return shared.cache.get(own.calls.key(own.next++));
	}

	/**
	 * The same, and one call in ten overwrites a key.
	 * @param shared the cache
	 * @param own the thread's place in its calls
	 * @return what the cache returned
	 */
	@Benchmark
	public @Nullable Object readWrite(Shared shared, Own own) {
		int call = own.next++;
		Object key = own.calls.key(call);
		if (own.calls.writes(call)) {
			shared.cache.put(key, shared);
			return null;
		}
		return shared.cache.get(key);
	}

	/**
	 * Asks for one of twenty times as many keys as there may be entries, by Zipf's law,
	 * and puts what is not there.
	 * @param shared the cache
	 * @param own the thread's place in its calls
	 * @return what the cache returned
	 */
	@Benchmark
	public @Nullable Object getOrPut(Shared shared, Many own) {
		Object key = own.calls.key(own.next++);
		Object value = shared.cache.get(key);
		if (value == null) {
			shared.cache.put(key, shared);
		}
		return value;
	}

	/**
	 * Puts keys that were never there.
	 * @param shared the cache
	 * @param own the thread's place in its calls
	 */
	@Benchmark
	public void insert(Shared shared, Fresh own) {
		shared.cache.put(Keys.SHORT_STRING.key(own.next), shared);
		own.next += 2;
	}

	/**
	 * The cache, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The cache that is measured. */
		@Param({ "CAFFEINE", "ADAPTIVE_FIFO" })
		public BoundedCache.Kind implementation = BoundedCache.Kind.CAFFEINE;

		/** Whether entries expire. */
		@Param({ "false", "true" })
		public boolean expiring;

		/** How many entries it may hold. */
		@Param({ "1000", "100000", "1000000" })
		public int entries;

		BoundedCache cache = BoundedCache.Kind.CAFFEINE.create(1, false);

		@Setup
		public void fill() {
			BoundedCache other = this.implementation.create(POLLUTION, this.expiring);
			for (Keys kind : Keys.values()) {
				for (int id = 0; id < POLLUTION / 2; id++) {
					other.put(kind.key(id), this);
					other.get(kind.key(id));
				}
			}
			this.cache = this.implementation.create(this.entries, this.expiring);
			for (int id = 0; id < this.entries; id++) {
				this.cache.put(Keys.SHORT_STRING.key(id), this);
			}
		}

	}

	/**
	 * The calls that a thread makes, for keys that are there.
	 */
	@State(Scope.Thread)
	public static class Own {

		private static final int READS = 90;

		CallSequence calls = CallSequence.NONE;

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			this.calls = new CallSequence(Keys.SHORT_STRING::key, Distribution.ZIPF, shared.entries, READS);
		}

	}

	/**
	 * The calls that a thread makes, for more keys than may be there.
	 */
	@State(Scope.Thread)
	public static class Many {

		CallSequence calls = CallSequence.NONE;

		int next;

		@Setup(Level.Trial)
		public void draw(Shared shared) {
			this.calls = new CallSequence(Keys.SHORT_STRING::key, Distribution.ZIPF, KEYS_AN_ENTRY * shared.entries,
					100);
		}

	}

	/**
	 * The next key that a thread puts: those of two threads are different.
	 */
	@State(Scope.Thread)
	public static class Fresh {

		private static final long FIRST = 1_000_000_000;

		private static int threads;

		long next;

		@Setup(Level.Trial)
		public void start() {
			synchronized (Fresh.class) {
				this.next = FIRST + (threads++ & 1);
			}
		}

	}

}
