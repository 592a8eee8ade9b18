package io.bespokecache.shared;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Every order in which the steps of a scenario can happen. A scenario is run anew for
 * each order, with the real code; two orders that have led to the same state are followed
 * on once.
 */
final class Interleavings {

	/** Digests of the states: there are many, and each takes hundreds of characters. */
	private final Set<UUID> states = new HashSet<>();

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
		Deque<Path> open = new ArrayDeque<>();
		open.push(new Path(null, ""));
		while (!open.isEmpty()) {
			found.follow(scenario, open.pop(), open);
		}
		return found;
	}

	/**
	 * Follows one order to its end, or to a state that has been followed on already.
	 */
	private void follow(Supplier<Scenario> start, Path path, Deque<Path> open) {
		Scenario scenario = start.get();
		Path taken = path;
		taken.steps().forEach(scenario::take);
		while (this.states.add(UUID.nameUUIDFromBytes(scenario.state().getBytes(StandardCharsets.UTF_8)))) {
			List<String> choices = scenario.choices();
			if (choices.isEmpty()) {
				note(scenario, taken);
				return;
			}
			for (String other : choices.subList(1, choices.size())) {
				open.push(new Path(taken, other));
			}
			scenario.take(choices.get(0));
			taken = new Path(taken, choices.get(0));
		}
	}

	private void note(Scenario scenario, Path taken) {
		String end = scenario.end();
		this.ends.add(end);
		if (scenario.isStale() && this.staleEnds.add(end)) {
			this.example = String.join(" ", taken.steps()) + " -> " + end;
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
	 * Some steps, the last of them.
	 *
	 * @param before the steps before it; {@code null} for the empty path
	 */
	private record Path(@Nullable Path before, String step) {

		List<String> steps() {
			List<String> steps = new ArrayList<>();
			for (Path path = this; path != null && path.before != null; path = path.before) {
				steps.add(path.step);
			}
			Collections.reverse(steps);
			return steps;
		}

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
