package io.bespokecache.test;

import java.util.function.Predicate;

import io.bespokecache.shared.Message;

/**
 * Announcements that a fault is to befall on their way to the cache. Immutable: each
 * method that narrows the choice returns another object, and each of the others begins a
 * fault.
 */
public final class Messages {

	private final Chaos chaos;

	private final FaultList<Message> faults;

	private final Selection<Message> selection;

	Messages(Chaos chaos, FaultList<Message> faults, Selection<Message> selection) {
		this.chaos = chaos;
		this.faults = faults;
		this.selection = selection;
	}

	/**
	 * Only those of one cache.
	 * @param cache name of the cache
	 * @return the narrower choice
	 */
	public Messages ofCache(String cache) {
		return that((message) -> message.shard().cache().equals(cache));
	}

	/**
	 * Only those that meet a condition.
	 * @param condition the condition; returns quickly, and calls nothing of this package
	 * @return the narrower choice
	 */
	public Messages that(Predicate<? super Message> condition) {
		return new Messages(this.chaos, this.faults, this.selection.that(condition));
	}

	/**
	 * No more than a number of them.
	 * @param count the number, 1 or more
	 * @return the narrower choice
	 * @throws IllegalArgumentException if it is out of range
	 */
	public Messages next(int count) {
		return new Messages(this.chaos, this.faults, this.selection.next(count));
	}

	/**
	 * Each of them with a probability.
	 * @param probability more than 0, 1 at most
	 * @param seed the same seed chooses the same of a sequence of announcements
	 * @return the narrower choice
	 * @throws IllegalArgumentException if the probability is out of range
	 */
	public Messages some(double probability, long seed) {
		return new Messages(this.chaos, this.faults, this.selection.some(probability, seed));
	}

	/**
	 * They are lost.
	 * @return the fault
	 */
	public Fault drop() {
		return begin(Effect.LOSE);
	}

	/**
	 * They arrive twice, one after the other.
	 * @return the fault
	 */
	public Fault duplicate() {
		return begin(Effect.DUPLICATE);
	}

	/**
	 * They arrive as something that is no announcement.
	 * @return the fault
	 */
	public Fault corrupt() {
		return begin(Effect.CORRUPT);
	}

	/**
	 * They are kept back until they are released; those that are not chosen overtake
	 * them. An {@link Operation#BARRIER} waits for them.
	 * @return the fault, which releases them
	 */
	public HeldMessages hold() {
		return this.faults.add(new Hold(this.chaos, this.faults, this.selection));
	}

	private Fault begin(Effect effect) {
		return this.faults.add(new SelectedFault<>(this.faults, this.selection, effect, null, 0));
	}

}
