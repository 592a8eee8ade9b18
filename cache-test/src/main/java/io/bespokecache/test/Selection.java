package io.bespokecache.test;

import java.util.Random;
import java.util.function.Predicate;

/**
 * What of a kind a fault befalls.
 *
 * @param <E> the kind: calls of operations, or announcements
 * @param applies tells whether an event can be befallen
 * @param limit how many are befallen at most
 * @param probability how likely each of them is befallen
 * @param seed of the random numbers that decide that
 */
record Selection<E>(Predicate<E> applies, int limit, double probability, long seed) {

	static <E> Selection<E> all(Predicate<E> applies) {
		return new Selection<>(applies, Integer.MAX_VALUE, 1, 0);
	}

	Selection<E> that(Predicate<? super E> condition) {
		return new Selection<>(this.applies.and(condition), this.limit, this.probability, this.seed);
	}

	Selection<E> next(int count) {
		if (count <= 0) {
			throw new IllegalArgumentException("The next " + count + " cannot be selected: give 1 or more");
		}
		return new Selection<>(this.applies, count, this.probability, this.seed);
	}

	Selection<E> some(double probability, long seed) {
		if (!(probability > 0 && probability <= 1)) {
			throw new IllegalArgumentException(
					"A probability of " + probability + " is out of range: give more than 0, and no more than 1");
		}
		return new Selection<>(this.applies, this.limit, probability, seed);
	}

	Random random() {
		return new Random(this.seed);
	}

}
