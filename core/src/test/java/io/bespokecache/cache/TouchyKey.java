package io.bespokecache.cache;

import java.util.HashMap;
import java.util.Map;

/**
 * A key that does something when its hash code is asked for the given times, or when it
 * is first compared with another. All such keys are equal. Used by one thread.
 */
final class TouchyKey {

	private final Map<Integer, Runnable> actions = new HashMap<>();

	private Runnable onComparison = () -> {
	};

	private int touches;

	/**
	 * Creates a key.
	 * @param when which time, from 1; 0 for never
	 * @param action what to do
	 */
	TouchyKey(int when, Runnable action) {
		this.actions.put(when, action);
	}

	/**
	 * Does something else when it is first compared with another key.
	 * @param action what to do
	 * @return this key
	 */
	TouchyKey whenCompared(Runnable action) {
		this.onComparison = action;
		return this;
	}

	@Override
	public int hashCode() {
		Runnable action = this.actions.get(++this.touches);
		if (action != null) {
			action.run();
		}
		return 1;
	}

	@Override
	public boolean equals(Object other) {
		Runnable action = this.onComparison;
		this.onComparison = () -> {
		};
		action.run();
		return other instanceof TouchyKey;
	}

}
