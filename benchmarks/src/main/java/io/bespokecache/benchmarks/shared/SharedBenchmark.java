package io.bespokecache.benchmarks.shared;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Look-ups of texts of a hundred characters in caches with a second level, with a
 * {@code redis-server} from the path on the same machine. Keys are equal to the stored
 * ones but not identical.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar SharedBenchmark --rounds 5 --threads 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 15, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Benchmark)
public class SharedBenchmark {

	private static final int HOT = 1_000;

	private static final int MANY = 100_000;

	private static final int SMALL_BOUND = 16;

	private static final int LARGE_BOUND = 10_000;

	private static final int LENGTH = 1 << 14;

	private static final int MASK = LENGTH - 1;

	/** Of so many calls one evicts. */
	private static final int WRITE_EVERY = 10;

	private static final String TEXT = "x".repeat(100);

	/** What answers. */
	@Param
	public SharedCaching caching = SharedCaching.LOCAL;

	private final String[] hot = new String[LENGTH];

	private @Nullable RedisServer server;

	private SharedCaching.@Nullable Subject large;

	private SharedCaching.@Nullable Subject small;

	private final AtomicInteger many = new AtomicInteger();

	/**
	 * Starts the server and fills both caches; what has a first level of 16 entries finds
	 * nearly all it is asked for in the second.
	 */
	@Setup(Level.Trial)
	public void start() {
		RedisServer server = new RedisServer();
		this.server = server;
		SharedCaching.Subject large = this.caching.start(server.port, LARGE_BOUND);
		this.large = large;
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < LENGTH; i++) {
			this.hot[i] = "customer:" + random.nextInt(HOT);
		}
		for (int i = 0; i < HOT; i++) {
			large.getOrLoad("customer:" + i, () -> TEXT);
		}
	}

	private SharedCaching.Subject large() {
		SharedCaching.Subject large = this.large;
		if (large == null) {
			throw new IllegalStateException("Not started");
		}
		return large;
	}

	/**
	 * The cache with a small first level.
	 */
	private SharedCaching.Subject small() {
		SharedCaching.Subject small = this.small;
		if (small == null) {
			RedisServer server = this.server;
			if (server == null) {
				throw new IllegalStateException("Not started");
			}
			small = this.caching.start(server.port, SMALL_BOUND);
			for (int i = 0; i < MANY; i++) {
				small.getOrLoad("order:" + i, () -> TEXT);
			}
			this.small = small;
		}
		return small;
	}

	@TearDown(Level.Trial)
	public void stop() {
		if (this.large != null) {
			this.large.close();
		}
		if (this.small != null) {
			this.small.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/**
	 * One thread's place in the keys.
	 */
	@State(Scope.Thread)
	public static class Place {

		private int next = System.identityHashCode(this);

	}

	/**
	 * A hit of one of a thousand keys: in the first level, where there is one.
	 * @param place this thread's place
	 * @return the value
	 */
	@Benchmark
	public @Nullable Object hit(Place place) {
		return large().get(new String(this.hot[place.next++ & MASK]));
	}

	/**
	 * A look-up of one of 100,000 keys in turn: a hit in the second level.
	 * @return the value
	 */
	@Benchmark
	public @Nullable Object secondLevelHit() {
		SharedCaching.Subject small = (this.small != null) ? this.small : small();
		return small.get("order:" + (this.many.getAndIncrement() & 0x7fffffff) % MANY);
	}

	/**
	 * Nine look-ups of one of a thousand keys, and one eviction.
	 * @param place this thread's place
	 * @return the value
	 */
	@Benchmark
	public @Nullable Object tenPercentWrites(Place place) {
		int next = place.next++;
		String key = this.hot[next & MASK];
		if (next % WRITE_EVERY == 0) {
			large().evict(key);
			return null;
		}
		return large().getOrLoad(key, () -> TEXT);
	}

}
