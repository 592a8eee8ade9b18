package io.bespokecache.map;

import java.util.List;
import java.util.Map;

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
 * Calls that take effect at one instant.
 */
@SuppressWarnings("this-escape") // nobody extends the states
public final class Atomicity {

	private Atomicity() {
	}

	/**
	 * No addition of two is lost.
	 */
	@JCStressTest
	@Outcome(id = "2, 0, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class Merges extends Subject {

		/**
		 * Adds one.
		 */
		@Actor
		public void first() {
			this.map.merge(key(1), new Box(1), (one, other) -> new Box(numberOf(one) + numberOf(other)));
		}

		/**
		 * Adds one.
		 */
		@Actor
		public void second() {
			this.map.merge(key(1), new Box(1), (one, other) -> new Box(numberOf(one) + numberOf(other)));
		}

		/**
		 * Reads when both are done.
		 * @param result the outcome
		 */
		@Arbiter
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = 0;
			result.r3 = strategy();
		}

	}

	/**
	 * Of two insertions if absent, one wins and both know which.
	 */
	@JCStressTest
	@Outcome(id = "(-1, 1|2, -1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class Insertions extends Subject {

		/**
		 * Inserts if absent.
		 * @param result the outcome
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = numberOf(this.map.putIfAbsent(key(1), new Box(1)));
			result.r3 = strategy();
		}

		/**
		 * Inserts if absent.
		 * @param result the outcome
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = numberOf(this.map.putIfAbsent(key(1), new Box(2)));
		}

	}

	/**
	 * Of two removals, one has the value.
	 */
	@JCStressTest
	@Outcome(id = "(-1, 1|1, -1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class Removals extends Subject {

		/** Fills the map. */
		public Removals() {
			put(1, 1);
		}

		/**
		 * Removes.
		 * @param result the outcome
		 */
		@Actor
		public void first(III_Result result) {
			result.r1 = numberOf(this.map.remove(key(1)));
			result.r3 = strategy();
		}

		/**
		 * Removes.
		 * @param result the outcome
		 */
		@Actor
		public void second(III_Result result) {
			result.r2 = numberOf(this.map.remove(key(1)));
		}

	}

	/**
	 * Two keys that are written in one call are read in one call, both or neither.
	 */
	@JCStressTest
	@Outcome(id = "(-1, -1|1, 1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class WritesOfTwo extends Subject {

		/** Fills the map. */
		public WritesOfTwo() {
			super(Capability.ATOMIC_BULK);
		}

		/**
		 * Writes both.
		 */
		@Actor
		public void write() {
			this.map.putAll(Map.of(key(1), new Box(1), key(2), new Box(1)));
		}

		/**
		 * Reads both.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			Map<Object, Box> both = this.map.getAll(List.of(key(1), key(2)));
			result.r1 = numberOf(both.get(key(1)));
			result.r2 = numberOf(both.get(key(2)));
			result.r3 = strategy();
		}

	}

	/**
	 * A snapshot that has the second of two insertions has the first.
	 */
	@JCStressTest
	@Outcome(id = "(-1, -1|1, -1|1, 1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class SnapshotOfTwo extends Subject {

		/** Fills the map. */
		public SnapshotOfTwo() {
			super(Capability.CONSISTENT_SNAPSHOT);
		}

		/**
		 * Inserts one after the other.
		 */
		@Actor
		public void write() {
			put(1, 1);
			put(2, 1);
		}

		/**
		 * Takes a snapshot.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			Map<Object, Box> snapshot = this.map.snapshot();
			result.r1 = numberOf(snapshot.get(key(1)));
			result.r2 = numberOf(snapshot.get(key(2)));
			result.r3 = strategy();
		}

	}

}
