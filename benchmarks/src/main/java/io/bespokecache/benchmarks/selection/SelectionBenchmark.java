package io.bespokecache.benchmarks.selection;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.bespokecache.benchmarks.Filling;
import io.bespokecache.benchmarks.Keys;
import io.bespokecache.benchmarks.Zipf;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Strategy;
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
import org.openjdk.jmh.infra.ThreadParams;

/**
 * A map in one use: reads by Zipf's law, and writes that overwrite a key, or bring a new
 * one in place of an old one as a cache does that looks the new one up in vain first.
 * Where views of all entries, or operations on several keys, are what the map exists for,
 * some calls are those. Keys are equal to the stored ones and not identical, and the maps
 * have seen keys of other kinds before. Run by {@link SelectionGrid}.
 * <p>
 * Threads wait for the compiler ({@code -Xbatch}): where all processors are busy it would
 * need seconds, and code that counts for it is slowest where threads share the counts.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-Xbatch" })
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SelectionBenchmark {

	static final String METHOD = "use";

	/** Calls of which one is a snapshot. */
	private static final int CALLS_A_SNAPSHOT = 1 << 12;

	/** Calls of which one is about several keys. */
	private static final int CALLS_A_BULK = 1 << 4;

	/** Keys of an operation on several. */
	private static final int BULK = 8;

	/**
	 * One call.
	 * @param shared the map
	 * @param own the thread's place in its calls
	 * @return what the map returned
	 */
	@Benchmark
	public @Nullable Object use(Shared shared, Own own) {
		int call = own.next++;
		return switch (shared.demand) {
			case SNAPSHOT -> ((call & (CALLS_A_SNAPSHOT - 1)) == 0) ? shared.map.snapshot() : single(shared, own, call);
			case ATOMIC ->
				((call & (CALLS_A_BULK - 1)) == 0) ? shared.map.getAll(own.several(shared)) : single(shared, own, call);
			default -> single(shared, own, call);
		};
	}

	private static @Nullable Object single(Shared shared, Own own, int call) {
		if (own.writes(call)) {
			return shared.renewing ? renew(shared, own.nextSlot(shared)) : shared.map.put(own.key(shared, call), own);
		}
		Object key = own.key(shared, call);
		Object value = shared.map.get(key);
		if (value == null && shared.drops) {
			shared.map.put(key, shared);
		}
		return value;
	}

	private static @Nullable Object renew(Shared shared, int slot) {
		int old = shared.number(slot);
		shared.generations[slot]++;
		Object key = shared.keysOfSlots[shared.number(slot)];
		if (shared.map.get(key) == null) {
			shared.map.put(key, shared);
		}
		return shared.drops ? null : shared.map.remove(shared.oldKeysOfSlots[old]);
	}

	/**
	 * The map, filled.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** Keys that a slot has in turn. */
		private static final int GENERATIONS = 4;

		/**
		 * The same where a map drops entries: more than it holds and a policy remembers
		 * of those that it has dropped.
		 */
		private static final int GENERATIONS_OF_DROPPED = 8;

		/** What the map must do. */
		@Param("UNBOUNDED")
		public Demand demand = Demand.UNBOUNDED;

		/** The map that is measured. */
		@Param("CONCURRENT")
		public Strategy implementation = Strategy.CONCURRENT;

		/** What its keys are. */
		@Param("SHORT_STRING")
		public Keys keys = Keys.SHORT_STRING;

		/**
		 * How many entries it has, or may have. Where writes bring new keys and the map
		 * drops the old ones, half as many keys are in use: were it as many, the figure
		 * would be that of a policy's hits.
		 */
		@Param("1000")
		public int entries;

		/** Share of calls that read. */
		@Param("0.9")
		public double reads;

		/** Whether writes bring new keys. */
		@Param("false")
		public boolean renewing;

		/** Exponent of the Zipf distribution of reads. */
		@Param("0.99")
		public double skew;

		CacheMap<Object, Object> map = Demand.UNBOUNDED.create(Strategy.CONCURRENT, 1);

		/** Whether the map drops entries by itself. */
		boolean drops;

		/** How many keys are in use at once. */
		int slots;

		/** How many of them a slot has in turn; a power of two. */
		int generationsOfSlot;

		/** Keys to store, by their number. */
		Object[] keysOfSlots = {};

		/** Equal ones to remove. */
		Object[] oldKeysOfSlots = {};

		/**
		 * Which of its keys a slot has. Threads change slots of their own, and read all:
		 * one that sees an old key misses.
		 */
		byte[] generations = {};

		/** Reads for each renewal at most while a map ages. */
		private static final int MOST_READS = 20;

		private static final long AGEING_NANOS = 2_000_000_000;

		@Setup
		public void fill() {
			this.drops = this.demand.drops();
			Filling.pollute(this.demand.create(this.implementation, Filling.POLLUTION));
			boolean dropsOld = this.renewing && this.drops;
			this.slots = dropsOld ? this.entries / 2 : this.entries;
			this.generationsOfSlot = dropsOld ? GENERATIONS_OF_DROPPED : (this.renewing ? GENERATIONS : 1);
			int count = this.slots * this.generationsOfSlot;
			this.keysOfSlots = Filling.keys(this.keys::key, count);
			this.oldKeysOfSlots = (this.renewing && !this.drops) ? Filling.keys(this.keys::key, count)
					: this.oldKeysOfSlots;
			this.generations = new byte[this.slots];
			this.map = this.demand.create(this.implementation, this.entries);
			Object[] first = Arrays.copyOf(this.keysOfSlots, this.slots);
			Filling.fill(this.map, first, this);
			Filling.promote(this.map, first);
			if (dropsOld) {
				age();
			}
		}

		/**
		 * Uses the map until its policy knows how it is used and what it does is
		 * compiled, which takes longer than all of a benchmark: a cache in production has
		 * years.
		 */
		private void age() {
			SplittableRandom random = new SplittableRandom(this.slots);
			Zipf zipf = new Zipf(this.slots, this.skew, this.slots);
			double readsOfARenewal = Math.min(MOST_READS, this.reads / (1 - this.reads));
			double reads = 0;
			long start = System.nanoTime();
			for (int i = 0; System.nanoTime() - start < AGEING_NANOS; i++) {
				for (reads += readsOfARenewal; reads >= 1; reads--) {
					Object key = this.keysOfSlots[number(zipf.draw(random))];
					if (this.map.get(key) == null) {
						this.map.put(key, this);
					}
				}
				renew(this, i % this.slots);
			}
		}

		int generation(int slot) {
			return this.generations[slot] & (this.generationsOfSlot - 1);
		}

		int number(int slot) {
			return slot + this.slots * generation(slot);
		}

	}

	/**
	 * The calls that a thread makes.
	 */
	@State(Scope.Thread)
	public static class Own {

		private static final int FEWEST = 1 << 16;

		/** Enough to ask for most keys of a large map. */
		private static final int MOST = 1 << 20;

		/** A slot that is read, or the complement of one that is written. */
		int[] slots = {};

		/**
		 * Keys to ask with, in the order of the calls, and for each call those that its
		 * slot has in turn: an application has just made the key that it asks for.
		 */
		Object[] keys = {};

		int mask;

		int next;

		/** The slot that this thread renews next, of those that are its own. */
		private int renewed;

		private int step;

		@Setup(Level.Trial)
		public void draw(Shared shared, ThreadParams thread) {
			SplittableRandom random = new SplittableRandom(thread.getThreadIndex());
			Zipf zipf = new Zipf(shared.slots, shared.skew, shared.slots);
			int generations = shared.generationsOfSlot;
			this.slots = new int[(shared.slots <= FEWEST) ? FEWEST : MOST / generations];
			this.mask = this.slots.length - 1;
			this.keys = new Object[this.slots.length * generations];
			for (int i = 0; i < this.slots.length; i++) {
				int slot = zipf.draw(random);
				this.slots[i] = (random.nextDouble() < shared.reads) ? slot : ~slot;
				for (int generation = 0; generation < generations; generation++) {
					this.keys[i * generations + generation] = shared.keys.key(slot + shared.slots * generation);
				}
			}
			this.renewed = thread.getThreadIndex();
			this.step = thread.getThreadCount();
			System.gc();
		}

		boolean writes(int call) {
			return this.slots[call & this.mask] < 0;
		}

		Object key(Shared shared, int call) {
			int index = call & this.mask;
			if (!shared.renewing) {
				return this.keys[index];
			}
			int slot = this.slots[index];
			return this.keys[index * shared.generationsOfSlot + shared.generation((slot >= 0) ? slot : ~slot)];
		}

		List<Object> several(Shared shared) {
			Object[] several = new Object[BULK];
			for (int i = 0; i < BULK; i++) {
				several[i] = key(shared, this.next++);
			}
			return List.of(several);
		}

		int nextSlot(Shared shared) {
			int slot = this.renewed;
			this.renewed += this.step;
			if (this.renewed >= shared.slots) {
				this.renewed %= this.step;
			}
			return slot;
		}

	}

}
