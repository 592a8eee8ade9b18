package io.bespokecache.test;

import java.time.Duration;

/**
 * Requests that a fault is to befall on their way to the second level, before they are
 * executed. Immutable: each method that narrows the choice returns another object, and
 * each of the others begins a fault.
 */
public final class Requests {

	private final FaultList<Call> faults;

	private final Selection<Call> selection;

	Requests(FaultList<Call> faults, Selection<Call> selection) {
		this.faults = faults;
		this.selection = selection;
	}

	/**
	 * Only those of one cache.
	 * @param cache name of the cache
	 * @return the narrower choice
	 */
	public Requests ofCache(String cache) {
		return new Requests(this.faults, CallFaults.ofCache(this.selection, cache));
	}

	/**
	 * No more than a number of them.
	 * @param count the number, 1 or more
	 * @return the narrower choice
	 * @throws IllegalArgumentException if it is out of range
	 */
	public Requests next(int count) {
		return new Requests(this.faults, this.selection.next(count));
	}

	/**
	 * Each of them with a probability.
	 * @param probability more than 0, 1 at most
	 * @param seed the same seed chooses the same of a sequence of requests
	 * @return the narrower choice
	 * @throws IllegalArgumentException if the probability is out of range
	 */
	public Requests some(double probability, long seed) {
		return new Requests(this.faults, this.selection.some(probability, seed));
	}

	/**
	 * They fail at once and are not executed.
	 * @return the fault
	 */
	public Fault fail() {
		return CallFaults.lose(this.faults, this.selection);
	}

	/**
	 * They arrive late. Operations on the same shard that are called later are executed
	 * later, so that they wait as well. An operation whose caller has given up waiting is
	 * executed nevertheless.
	 * @param duration how late, more than 0
	 * @return the fault; what is under way when it ends arrives at once
	 * @throws IllegalArgumentException if the duration is not more than 0
	 */
	public Fault delay(Duration duration) {
		return CallFaults.delay(this.faults, this.selection, duration);
	}

	/**
	 * They do not arrive before the fault ends, nor do operations on the same shard that
	 * are called later.
	 * @return the fault
	 */
	public Fault hang() {
		return CallFaults.hang(this.faults, this.selection);
	}

	/**
	 * The values that {@link Operation#FILL} and {@link Operation#FILL_IF_UNMOVED} bring
	 * are altered, and stay so in the second level. Requests without a value are left
	 * alone.
	 * @param seed the same seed alters a sequence of values in the same way
	 * @return the fault
	 */
	public Fault corrupt(long seed) {
		return CallFaults.corrupt(this.faults, this.selection, seed);
	}

}
