package io.bespokecache.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every order in which the steps of a scenario can happen. A scenario is run anew for
 * each order, with the real code; two orders that have led to the same state are followed
 * on once.
 */
final class Interleavings {

	private final Set<String> states = new HashSet<>();

	private final Set<String> ends = new HashSet<>();

	private final Set<String> staleEnds = new HashSet<>();

	private String example = "";

	/**
	 * Runs a scenario in every order.
	 * @param scenario starts it anew
	 * @return what was found
	 */
	static Interleavings of(Supplier<Scenario> scenario) {
		Interleavings found = new Interleavings();
		Deque<List<String>> open = new ArrayDeque<>();
		open.push(List.of());
		while (!open.isEmpty()) {
			found.follow(scenario, open.pop(), open);
		}
		return found;
	}

	/**
	 * Follows one order to its end, or to a state that has been followed on already.
	 */
	private void follow(Supplier<Scenario> start, List<String> steps, Deque<List<String>> open) {
		Scenario scenario = start.get();
		steps.forEach(scenario::take);
		List<String> taken = new ArrayList<>(steps);
		while (this.states.add(scenario.state())) {
			List<String> choices = scenario.choices();
			if (choices.isEmpty()) {
				note(scenario, taken);
				return;
			}
			for (String other : choices.subList(1, choices.size())) {
				List<String> longer = new ArrayList<>(taken);
				longer.add(other);
				open.push(longer);
			}
			scenario.take(choices.get(0));
			taken.add(choices.get(0));
		}
	}

	private void note(Scenario scenario, List<String> taken) {
		String end = scenario.end();
		this.ends.add(end);
		if (scenario.isStale() && this.staleEnds.add(end)) {
			this.example = String.join(" ", taken) + " -> " + end;
		}
	}

	/** States that differ. */
	int states() {
		return this.states.size();
	}

	/** End states that differ. */
	int ends() {
		return this.ends.size();
	}

	/** Those of them in which something stays stale. */
	int staleEnds() {
		return this.staleEnds.size();
	}

	@Override
	public String toString() {
		return this.staleEnds.size() + " of " + this.ends.size() + " end states are stale, " + this.states.size()
				+ " states; " + this.example;
	}

	/**
	 * One run.
	 */
	interface Scenario {

		/** The steps that can happen next; none at the end. */
		List<String> choices();

		/** Lets one of them happen. */
		void take(String choice);

		/** All that decides what can happen from here on. */
		String state();

		/** What is left, once everything has happened that will. */
		String end();

		/** Whether something in it is out of date. */
		boolean isStale();

	}

}
