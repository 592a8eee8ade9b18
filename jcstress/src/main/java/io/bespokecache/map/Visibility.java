package io.bespokecache.map;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What one call writes is seen by those that come after it.
 */
@SuppressWarnings("this-escape") // nobody extends the states
public final class Visibility {

	private Visibility() {
	}

	/**
	 * Who sees a value sees what is in it.
	 */
	@JCStressTest
	@Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "A value without what is in it.")
	@Outcome(id = "(-1|1), 0, .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class InsertAndRead extends Subject {

		/**
		 * Inserts.
		 */
		@Actor
		public void insert() {
			put(1, 1);
		}

		/**
		 * Reads.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = 0;
			result.r3 = strategy();
		}

	}

	/**
	 * Who sees the second of two insertions sees the first.
	 */
	@JCStressTest
	@Outcome(id = "(-1, -1|-1, 1|2, 1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class InsertsInOrder extends Subject {

		/**
		 * Inserts both.
		 */
		@Actor
		public void insert() {
			put(1, 1);
			put(2, 2);
		}

		/**
		 * Reads the second first.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(2);
			result.r2 = get(1);
			result.r3 = strategy();
		}

	}

	/**
	 * A key that is overwritten is never absent, and never goes back.
	 */
	@JCStressTest
	@Outcome(id = "(1, 1|1, 2|2, 2), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class OverwriteAndRead extends Subject {

		/** Fills the map. */
		public OverwriteAndRead() {
			put(1, 1);
		}

		/**
		 * Overwrites.
		 */
		@Actor
		public void overwrite() {
			put(1, 2);
		}

		/**
		 * Reads twice.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(1);
			result.r3 = strategy();
		}

	}

	/**
	 * A key that is removed does not come back.
	 */
	@JCStressTest
	@Outcome(id = "(1, 1|1, -1|-1, -1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RemoveAndRead extends Subject {

		/** Fills the map. */
		public RemoveAndRead() {
			put(1, 1);
			put(2, 2);
		}

		/**
		 * Removes.
		 */
		@Actor
		public void remover() {
			remove(1);
		}

		/**
		 * Reads twice.
		 * @param result the outcome
		 */
		@Actor
		public void read(III_Result result) {
			result.r1 = get(1);
			result.r2 = get(1);
			result.r3 = strategy();
		}

	}

	/**
	 * Of two threads that each insert a key and read the other one, one sees the other
	 * one.
	 */
	@JCStressTest
	@Outcome(id = "-1, -1, .*", expect = Expect.FORBIDDEN, desc = "Each read overtook a write.")
	@Outcome(id = "(2, 1|2, -1|-1, 1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class InsertionsCross extends Subject {

		/**
		 * Inserts one, reads the other one.
		 * @param result the outcome
		 */
		@Actor
		public void first(III_Result result) {
			put(1, 1);
			result.r1 = get(2);
			result.r3 = strategy();
		}

		/**
		 * The same the other way around.
		 * @param result the outcome
		 */
		@Actor
		public void second(III_Result result) {
			put(2, 2);
			result.r2 = get(1);
		}

	}

	/**
	 * Of two threads that each overwrite a key and read the other one, one sees the other
	 * one.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, .*", expect = Expect.FORBIDDEN, desc = "Each read overtook a write.")
	@Outcome(id = "(2, 2|2, 1|1, 2), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class OverwritesCross extends Subject {

		/** Fills the map. */
		public OverwritesCross() {
			put(1, 1);
			put(2, 1);
		}

		/**
		 * Overwrites one, reads the other one.
		 * @param result the outcome
		 */
		@Actor
		public void first(III_Result result) {
			put(1, 2);
			result.r1 = get(2);
			result.r3 = strategy();
		}

		/**
		 * The same the other way around.
		 * @param result the outcome
		 */
		@Actor
		public void second(III_Result result) {
			put(2, 2);
			result.r2 = get(1);
		}

	}

	/**
	 * Of two threads that each remove a key and read the other one, one sees the other
	 * one.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, .*", expect = Expect.FORBIDDEN, desc = "Each read overtook a removal.")
	@Outcome(id = "(-1, -1|-1, 1|1, -1), .*", expect = Expect.ACCEPTABLE, desc = "In an order of the calls.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Of no order of the calls.")
	@State
	public static class RemovalsCross extends Subject {

		/** Fills the map. */
		public RemovalsCross() {
			put(1, 1);
			put(2, 1);
		}

		/**
		 * Removes one, reads the other one.
		 * @param result the outcome
		 */
		@Actor
		public void first(III_Result result) {
			remove(1);
			result.r1 = get(2);
			result.r3 = strategy();
		}

		/**
		 * The same the other way around.
		 * @param result the outcome
		 */
		@Actor
		public void second(III_Result result) {
			remove(2);
			result.r2 = get(1);
		}

	}

}
