package io.bespokecache.test;

import java.time.Duration;

/**
 * Answers that a fault is to befall on their way back, after the operation was executed.
 * Those of operations under way can be among them; answers that are a failure are not.
 * Immutable: each method that narrows the choice returns another object, and each of the
 * others begins a fault.
 */
public final class Answers {

	private final FaultList<Call> faults;

	private final Selection<Call> selection;

	Answers(FaultList<Call> faults, Selection<Call> selection) {
		this.faults = faults;
		this.selection = selection;
	}

	/**
	 * Only those of one cache.
	 * @param cache name of the cache
	 * @return the narrower choice
	 */
	public Answers ofCache(String cache) {
		return new Answers(this.faults, CallFaults.ofCache(this.selection, cache));
	}

	/**
	 * No more than a number of them.
	 * @param count the number, 1 or more
	 * @return the narrower choice
	 * @throws IllegalArgumentException if it is out of range
	 */
	public Answers next(int count) {
		return new Answers(this.faults, this.selection.next(count));
	}

	/**
	 * Each of them with a probability.
	 * @param probability more than 0, 1 at most
	 * @param seed the same seed chooses the same of a sequence of answers
	 * @return the narrower choice
	 * @throws IllegalArgumentException if the probability is out of range
	 */
	public Answers some(double probability, long seed) {
		return new Answers(this.faults, this.selection.some(probability, seed));
	}

	/**
	 * They are lost: the operation was executed, and fails for its caller.
	 * @return the fault
	 */
	public Fault lose() {
		return CallFaults.lose(this.faults, this.selection);
	}

	/**
	 * They arrive late. Other answers do not wait for them.
	 * @param duration how late, more than 0
	 * @return the fault; what is under way when it ends arrives at once
	 * @throws IllegalArgumentException if the duration is not more than 0
	 */
	public Fault delay(Duration duration) {
		return CallFaults.delay(this.faults, this.selection, duration);
	}

	/**
	 * They do not arrive before the fault ends. Other answers do not wait for them.
	 * @return the fault
	 */
	public Fault hang() {
		return CallFaults.hang(this.faults, this.selection);
	}

	/**
	 * The values that {@link Operation#READ} brings back are altered; the second level
	 * keeps them as they are. Answers without a value are left alone.
	 * @param seed the same seed alters a sequence of values in the same way
	 * @return the fault
	 */
	public Fault corrupt(long seed) {
		return CallFaults.corrupt(this.faults, this.selection, seed);
	}

}
