package io.bespokecache.benchmarks;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.bespokecache.benchmarks.CachedService.Point;
import io.bespokecache.benchmarks.CachedService.User;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A call of a {@code @Cacheable} method from end to end: proxy, interceptor, key, cache,
 * statistics, error handling. A thousand keys by Zipf's law with exponent 0.99, equal to
 * the stored ones but not identical. Before it is measured every method has been called
 * with keys of its type, through the same interceptor.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar Cacheable --rounds 5 --threads 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class CacheableBenchmark {

	private static final int ENTRIES = 1_000;

	private static final int POLLUTION = 20_000;

	private static final int LENGTH = 1 << 14;

	private static final int MASK = LENGTH - 1;

	private static final long SEED = 20_260_101;

	private static final double EXPONENT = 0.99;

	/** What answers the call. */
	@Param({ "SPRING", "BESPOKE" })
	public Caching caching = Caching.SPRING;

	/** The kind of map. */
	@Param
	public Caching.Kind map = Caching.Kind.CONCURRENT;

	private final String[] ids = new String[LENGTH];

	private final String[] languages = new String[LENGTH];

	private final User[] users = new User[LENGTH];

	private @Nullable AnnotationConfigApplicationContext context;

	private CachedService service = new CachedService();

	private int next;

	private int fresh;

	@Setup
	public void start() {
		AnnotationConfigApplicationContext context = this.caching.start(this.map);
		this.context = context;
		this.service = context.getBean(CachedService.class);
		drawKeys();
		pollute();
		for (int i = 0; i < ENTRIES; i++) {
			this.service.defaultKey(id(i));
			this.service.twoArguments(id(i), language(i));
			this.service.namedKey(id(i));
			this.service.propertyKey(new User(id(i)));
			this.service.synchronised(id(i));
		}
	}

	private void drawKeys() {
		SplittableRandom random = new SplittableRandom(SEED);
		Zipf zipf = new Zipf(ENTRIES, EXPONENT, SEED);
		for (int i = 0; i < LENGTH; i++) {
			int index = zipf.draw(random);
			this.ids[i] = id(index);
			this.languages[i] = language(index);
			this.users[i] = new User(id(index));
		}
	}

	/**
	 * Shows the interceptor, and the class of the maps, every method and keys of other
	 * types.
	 */
	private void pollute() {
		for (int i = 0; i < POLLUTION; i++) {
			int index = i % ENTRIES;
			this.service.ofInteger(index);
			this.service.ofLong((long) index);
			this.service.ofUuid(new UUID(0, index));
			this.service.ofPoint(new Point(0, index));
			this.service.defaultKey(id(index));
			this.service.twoArguments(id(index), language(index));
			this.service.namedKey(id(index));
			this.service.propertyKey(new User(id(index)));
			this.service.synchronised(id(index));
		}
	}

	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private static String id(int index) {
		return "customer:" + index;
	}

	private static String language(int index) {
		return "language:" + index % 7;
	}

	/**
	 * A hit with the default key.
	 * @return the cached value
	 */
	@Benchmark
	public Object hitDefaultKey() {
		return this.service.defaultKey(this.ids[this.next++ & MASK]);
	}

	/**
	 * A hit with two arguments.
	 * @return the cached value
	 */
	@Benchmark
	public Object hitTwoArguments() {
		int next = this.next++ & MASK;
		return this.service.twoArguments(this.ids[next], this.languages[next]);
	}

	/**
	 * A hit with {@code key = "#id"}.
	 * @return the cached value
	 */
	@Benchmark
	public Object hitNamedKey() {
		return this.service.namedKey(this.ids[this.next++ & MASK]);
	}

	/**
	 * A hit with {@code key = "#user.id"}.
	 * @return the cached value
	 */
	@Benchmark
	public Object hitPropertyKey() {
		return this.service.propertyKey(this.users[this.next++ & MASK]);
	}

	/**
	 * A hit with {@code sync = true}.
	 * @return the cached value
	 */
	@Benchmark
	public Object hitSynchronised() {
		return this.service.synchronised(this.ids[this.next++ & MASK]);
	}

	/**
	 * A miss, and the put that follows: of 8 million keys in turn, of which a bounded
	 * cache keeps ten thousand. The other cache is emptied each time it has as many.
	 * @return the value of the method
	 */
	@Benchmark
	public Object missDefaultKey() {
		int fresh = this.fresh++ & 0x7fffff;
		if (this.map == Caching.Kind.CONCURRENT && fresh % 10_000 == 0) {
			this.service.forgetMisses();
		}
		return this.service.missed(Integer.toString(fresh));
	}

}
