package io.bespokecache.benchmarks;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The calls that a thread makes, over and over: for each its key, and whether it writes.
 * Each key is an object of its own, equal to the stored one and not identical, and they
 * lie in memory in the order in which they are asked for: an application, too, has just
 * made the key that it asks for, or received it.
 * <p>
 * A thread keeps its place in the sequence in its own JMH state, which shares no cache
 * line with that of another.
 */
final class CallSequence {

	/** Calls that are not drawn yet. */
	static final CallSequence NONE = new CallSequence();

	private static final int SHORTEST = 1 << 17;

	/** Long enough that even by Zipf's law most keys of a large map are asked for. */
	private static final int LONGEST = 1 << 20;

	/** Entries up to which the shortest sequence asks for all of them. */
	private static final int FEW_ENTRIES = 10_000;

	private static final double PERCENT = 100;

	private final Object[] keys;

	private final boolean[] writes;

	private final int mask;

	private CallSequence() {
		this.keys = new Object[0];
		this.writes = new boolean[0];
		this.mask = 0;
	}

	/**
	 * Draws a sequence, and lets a collection arrange it, and the map as one that has
	 * survived collections.
	 * @param keys makes the key of a number
	 * @param distribution how often each is asked for
	 * @param entries how many there are
	 * @param reads how many of a hundred calls read
	 */
	CallSequence(IntFunction<Object> keys, Distribution distribution, int entries, double reads) {
		SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
		ToIntFunction<SplittableRandom> numbers = distribution.over(entries);
		int length = (entries <= FEW_ENTRIES) ? SHORTEST : LONGEST;
		this.keys = new Object[length];
		this.writes = new boolean[length];
		this.mask = length - 1;
		for (int i = 0; i < length; i++) {
			this.keys[i] = keys.apply(numbers.applyAsInt(random));
			this.writes[i] = random.nextDouble() * PERCENT >= reads;
		}
		System.gc();
	}

	Object key(int call) {
		return this.keys[call & this.mask];
	}

	boolean writes(int call) {
		return this.writes[call & this.mask];
	}

}
