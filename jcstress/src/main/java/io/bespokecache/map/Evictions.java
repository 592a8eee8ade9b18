package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.map.Strategy.Capability;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Entries that a map drops by itself, because of its bound or of their age.
 */
@SuppressWarnings("this-escape") // nobody extends the states
public final class Evictions {

	private Evictions() {
	}

	/**
	 * A key that is evicted while it is read has its own value or none.
	 */
	@JCStressTest
	@Outcome(id = "(1|-1), (2|-1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class EvictionAndRead extends Subject {

		/** Fills the map. */
		public EvictionAndRead() {
			super((builder) -> builder.maximumSize(2), Capability.MAXIMUM_SIZE);
			put(1, 1);
			put(2, 2);
		}

		/**
		 * Puts others in their place.
		 */
		@Actor
		public void evict() {
			put(3, 3);
			put(4, 4);
		}

		/**
		 * Reads both.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(2);
			result.r3 = strategy();
		}

	}

	/**
	 * Whoever finds a key evicted and loads it again finds his own value or, if it is
	 * evicted once more, none.
	 */
	@JCStressTest
	@Outcome(id = "(1|5|-1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class EvictionAndLoad extends Subject {

		/** Fills the map. */
		public EvictionAndLoad() {
			super((builder) -> builder.maximumSize(2), Capability.MAXIMUM_SIZE);
			put(1, 1);
			put(2, 2);
		}

		/**
		 * Puts others in their place.
		 */
		@Actor
		public void evict() {
			put(3, 3);
			put(4, 4);
		}

		/**
		 * Loads the key unless it is there, and reads it.
		 * @param result the outcome
		 */
		@Actor
		public void load(II_Result result) {
			if (get(1) == -1) {
				put(1, 5);
			}
			result.r1 = get(1);
			result.r2 = strategy();
		}

	}

	/**
	 * The bound holds when several insert at once.
	 */
	@JCStressTest
	@Outcome(id = "2, .*", expect = Expect.ACCEPTABLE, desc = "As many as the bound allows.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "More than the bound, or places are lost.")
	@State
	public static class Bound extends Subject {

		/** Makes the map. */
		public Bound() {
			super((builder) -> builder.maximumSize(2), Capability.MAXIMUM_SIZE);
		}

		/**
		 * Inserts three keys.
		 */
		@Actor
		public void one() {
			put(1, 1);
			put(2, 2);
			put(3, 3);
		}

		/**
		 * Inserts three others.
		 */
		@Actor
		public void other() {
			put(4, 4);
			put(5, 5);
			put(6, 6);
		}

		/**
		 * Counts.
		 * @param result the outcome
		 */
		@Arbiter
		public void count(II_Result result) {
			result.r1 = (int) this.map.keySet().stream().count();
			result.r2 = strategy();
		}

	}

	/**
	 * A value that has expired is not shown because another one is being written.
	 */
	@JCStressTest
	@Outcome(id = "9, (1|2|-1), .*", expect = Expect.ACCEPTABLE, desc = "The former value has not expired.")
	@Outcome(id = "10, (2|-1), .*", expect = Expect.ACCEPTABLE, desc = "The former value has expired.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A value that has expired.")
	@State
	public static class OverwriteAtTheDeadline extends Subject {

		private final AtomicLong clock;

		/** Fills the map. */
		public OverwriteAtTheDeadline() {
			this(new AtomicLong());
		}

		private OverwriteAtTheDeadline(AtomicLong clock) {
			super((builder) -> builder.expireAfterWrite(Duration.ofNanos(10)).nanoClock(clock::get),
					Capability.EXPIRE_AFTER_WRITE);
			this.clock = clock;
			put(1, 1);
			clock.set(9);
			// It is on no list of maps that are swept for ever.
			this.map.close();
		}

		/**
		 * Writes another value.
		 */
		@Actor
		public void overwrite() {
			put(1, 2);
		}

		/**
		 * Lets the former value expire.
		 */
		@Actor
		public void expire() {
			this.clock.set(10);
		}

		/**
		 * Reads.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = (int) this.clock.get();
			result.r2 = get(1);
			result.r3 = strategy();
		}

	}

}
