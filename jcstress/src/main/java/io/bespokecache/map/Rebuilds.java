package io.bespokecache.map;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Entries that move: by removals, splits and promotions.
 */
@SuppressWarnings("this-escape") // nobody extends the states
public final class Rebuilds {

	private Rebuilds() {
	}

	/**
	 * A key that takes the place of another shows neither the value of the other one.
	 */
	@JCStressTest
	@Outcome(id = "(1|-1), (2|-1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class OneForAnother extends Subject {

		/** Fills the map. */
		public OneForAnother() {
			put(1, 1);
		}

		/**
		 * Removes one key and inserts another one.
		 */
		@Actor
		public void replace() {
			remove(1);
			put(2, 2);
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
	 * A key that lies behind others is not missed while these are removed.
	 */
	@JCStressTest
	@Outcome(id = "3, 4, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RemovedNeighbours extends Subject {

		/** Fills the map. */
		public RemovedNeighbours() {
			for (int id = 1; id <= 4; id++) {
				put(id, id);
			}
		}

		/**
		 * Removes the keys in front.
		 */
		@Actor
		public void remover() {
			remove(1);
			remove(2);
		}

		/**
		 * Reads the keys behind.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(3);
			result.r2 = get(4);
			result.r3 = strategy();
		}

	}

	/**
	 * A key is not missed while splits and promotions move it.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RebuildAndRead extends Subject {

		/** Fills the map. */
		public RebuildAndRead() {
			put(1, 1);
			put(2, 1);
			get(1);
			get(2);
		}

		/**
		 * Makes the map split and promote.
		 */
		@Actor
		public void grow() {
			for (int id = 10; id < 20; id++) {
				put(id, id);
				get(id);
			}
		}

		/**
		 * Reads keys that stay.
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
	 * No overwrite is lost in a split or a promotion.
	 */
	@JCStressTest
	@Outcome(id = "2, 2, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RebuildAndOverwrite extends Subject {

		/** Fills the map. */
		public RebuildAndOverwrite() {
			put(1, 1);
			put(2, 1);
			get(1);
			get(2);
		}

		/**
		 * Makes the map split and promote.
		 */
		@Actor
		public void grow() {
			for (int id = 10; id < 20; id++) {
				put(id, id);
				get(id);
			}
		}

		/**
		 * Overwrites keys that stay.
		 */
		@Actor
		public void overwrite() {
			put(1, 2);
			put(2, 2);
		}

		/**
		 * Reads when both are done.
		 * @param result the outcome
		 */
		@Arbiter
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(2);
			result.r3 = strategy();
		}

	}

	/**
	 * No removed key comes back in a split or a promotion.
	 */
	@JCStressTest
	@Outcome(id = "-1, -1, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RebuildAndRemove extends Subject {

		/** Fills the map. */
		public RebuildAndRemove() {
			put(1, 1);
			put(2, 1);
			get(1);
			get(2);
		}

		/**
		 * Makes the map split and promote.
		 */
		@Actor
		public void grow() {
			for (int id = 10; id < 20; id++) {
				put(id, id);
				get(id);
			}
		}

		/**
		 * Removes keys.
		 */
		@Actor
		public void remover() {
			remove(1);
			remove(2);
		}

		/**
		 * Reads when both are done.
		 * @param result the outcome
		 */
		@Arbiter
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(2);
			result.r3 = strategy();
		}

	}

	/**
	 * A key does not go back while splits and promotions move it.
	 */
	@JCStressTest
	@Outcome(id = "(1, 1|1, 2|2, 2), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RebuildAndVersions extends Subject {

		/** Fills the map. */
		public RebuildAndVersions() {
			put(1, 1);
			put(2, 1);
			get(1);
			get(2);
		}

		/**
		 * Makes the map split and promote.
		 */
		@Actor
		public void grow() {
			for (int id = 10; id < 20; id++) {
				put(id, id);
				get(id);
			}
		}

		/**
		 * Overwrites a key.
		 */
		@Actor
		public void overwrite() {
			put(1, 2);
		}

		/**
		 * Reads it twice.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(1);
			result.r3 = strategy();
		}

	}

}
