package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import io.bespokecache.workload.Following;

/**
 * Uses a cache in made-up time, with a review each second, and knows the truth about how
 * it did.
 */
final class GeneratedUse {

	private static final double SECOND = 1e9;

	private final SplittableRandom random;

	private final AtomicLong nanos;

	private final LocalCache<Long, Long> cache;

	private final PriorityQueue<Life> lives = new PriorityQueue<>();

	private final Map<Long, Long> lastUses = new HashMap<>();

	private final List<Double> lifetimes = new ArrayList<>();

	private final List<AdviceKind> told = new ArrayList<>();

	private final Map<AdviceKind, Advice> advice = new EnumMap<>(AdviceKind.class);

	private List<AdviceKind> given = List.of();

	private long nextKey;

	private double now;

	private double nextReview = 1;

	private long loadNanos;

	private long loads;

	private long reads;

	private long explicitWrites;

	private GeneratedUse(LocalCache.Builder<Long, Long> cache, long seed) {
		this.nanos = new AtomicLong();
		this.cache = cache.nanoClock(this.nanos::get).build();
		this.random = new SplittableRandom(seed);
		this.nextKey = this.random.nextLong(1L << 40);
	}

	static GeneratedUse of(LocalCache.Builder<Long, Long> cache, long seed) {
		return new GeneratedUse(cache, seed);
	}

	LocalCache<Long, Long> cache() {
		return this.cache;
	}

	SplittableRandom random() {
		return this.random;
	}

	GeneratedUse withLoadsOf(Duration time) {
		this.loadNanos = time.toNanos();
		return this;
	}

	double now() {
		return this.now;
	}

	/** A key that was never used. */
	long newKey() {
		return this.nextKey++;
	}

	void advanceTo(double time) {
		while (this.nextReview <= time) {
			this.nanos.set((long) (this.nextReview * SECOND));
			this.cache.review();
			listen();
			this.nextReview++;
		}
		this.now = time;
		this.nanos.set((long) (time * SECOND));
	}

	private void listen() {
		List<AdviceKind> given = this.cache.advice().stream().map(Advice::kind).toList();
		given.stream().filter((kind) -> !this.given.contains(kind)).forEach(this.told::add);
		this.given = given;
		for (Advice advice : this.cache.advice()) {
			this.advice.put(advice.kind(), advice);
			// Whoever follows it must not be refused.
			Following.of(this.cache.workload(), advice.settings());
		}
	}

	/** Each advice that came, as often as it did. */
	List<AdviceKind> told() {
		return this.told;
	}

	/** The last advice of each kind that was ever given. */
	Collection<Advice> everyAdvice() {
		return this.advice.values();
	}

	void read(long key) {
		this.reads++;
		try {
			this.cache.get(key, () -> {
				this.loads++;
				this.nanos.addAndGet(this.loadNanos);
				return key;
			});
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		this.lastUses.put(key, this.nanos.get());
	}

	void write(long key) {
		this.explicitWrites++;
		this.cache.put(key, key);
		this.lastUses.put(key, this.nanos.get());
	}

	/** A key is used at the given times, which ascend, as time goes by. */
	void live(double... times) {
		this.lifetimes.add(times[times.length - 1] - times[0]);
		this.lives.add(new Life(newKey(), times));
	}

	/**
	 * Goes on with the lives that have begun.
	 */
	void liveUntil(double time) {
		while (!this.lives.isEmpty() && this.lives.peek().next() <= time) {
			Life life = this.lives.remove();
			advanceTo(life.next());
			read(life.key);
			if (life.proceed()) {
				this.lives.add(life);
			}
		}
		advanceTo(time);
	}

	/**
	 * Keys are born by chance, live for a while, and are used by chance in between.
	 * @param births new keys a second
	 * @param gap mean seconds between two uses of a key
	 * @param lifetime draws a lifetime in seconds
	 */
	void generations(double births, double gap, Draw lifetime, double seconds) {
		double end = this.now + seconds;
		for (double birth = exponential(1 / births); birth < end; birth += exponential(1 / births)) {
			liveUntil(birth);
			List<Double> times = new ArrayList<>();
			double death = birth + lifetime.draw(this);
			for (double use = birth; use <= death; use += exponential(gap)) {
				times.add(use);
			}
			live(times.stream().mapToDouble(Double::doubleValue).toArray());
		}
		liveUntil(end);
	}

	double exponential(double mean) {
		return -Math.log1p(-this.random.nextDouble()) * mean;
	}

	double logNormal(double median, double spread) {
		double gaussian = Math.sqrt(-2 * Math.log1p(-this.random.nextDouble()))
				* Math.cos(2 * Math.PI * this.random.nextDouble());
		return median * Math.exp(spread * gaussian);
	}

	double trueReadRatio() {
		return (double) this.reads / (this.reads + this.loads + this.explicitWrites);
	}

	Duration trueMedianLifetime() {
		double[] ordered = this.lifetimes.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return Duration.ofNanos((long) (ordered[ordered.length / 2] * SECOND));
	}

	/** Keys used in the last while. */
	long trueWorkingSet(Duration period) {
		long start = (long) (this.nextReview - 1) / 10 * 10 * 1_000_000_000L - period.toNanos();
		return this.lastUses.values().stream().filter((use) -> use >= start).count();
	}

	/** Draws a number by chance. */
	@FunctionalInterface
	interface Draw {

		double draw(GeneratedUse use);

	}

	private static final class Life implements Comparable<Life> {

		private final long key;

		private final double[] times;

		private int used;

		Life(long key, double[] times) {
			this.key = key;
			this.times = times;
		}

		double next() {
			return this.times[this.used];
		}

		boolean proceed() {
			return ++this.used < this.times.length;
		}

		@Override
		public int compareTo(Life other) {
			return Double.compare(next(), other.next());
		}

	}

}
